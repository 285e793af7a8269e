"""The wiring: Dagster assets and checks, dbt in process, and the `miprof` command. The only room that imports dagster."""
