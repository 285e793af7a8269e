"""From public tables to pages: figures, sentences, tables, the documents of the letter and the engine that renders them."""
