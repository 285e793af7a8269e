"""One partition per declared édition. What the data are about (the millésime) is a column, never a partition."""

import dagster as dg

from catalogue.edition import editions

EDITIONS = dg.StaticPartitionsDefinition(editions())
