{# The build file is always new: a table is made in its place, without the swap by which dbt spares the readers of a file in service. #}
{% materialization table, adapter="duckdb" %}
  {%- set relation = this.incorporate(type="table") -%}
  {% do drop_relation_if_exists(load_cached_relation(this)) %}
  {% call statement("main") -%}
    {{ create_table_as(False, relation, compiled_code) }}
  {%- endcall %}
  {% do adapter.commit() %}
  {{ return({"relations": [relation]}) }}
{% endmaterialization %}
