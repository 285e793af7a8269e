"""The API against what its own document says of it: seeded storms of requests, good and bad. No answer is an error of ours."""

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, ignored_auth, response_schema_conformance, status_code_conformance

CONTROLES = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance, ignored_auth)
OPERATIONS = [("GET", "/api/v1/retours", 10), ("GET", "/api/v1/recus", 10), ("GET", "/api/v1/recus/{identifiant}", 40), ("POST", "/api/v1/retours/{millesime}/{contrat}", 60)]


@pytest.fixture(scope="module")
def schema(portail):
    return schemathesis.openapi.from_url(f"{portail.adresse}/api/v1/openapi.json")


@pytest.fixture(scope="module")
def jeton(portail):
    return {"Authorization": f"Bearer {portail.jeton(organisme='ddfe_43', courriel='ddfe43@exemple.fr')}"}


def test_every_operation_is_tried_here(schema):
    assert {(o.ok().method.upper(), o.ok().path) for o in schema.get_all_operations()} == {(methode, chemin) for methode, chemin, _ in OPERATIONS}


@pytest.mark.lent
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize(("methode", "chemin", "combien"), OPERATIONS, ids=[f"{m} {c}" for m, c, _ in OPERATIONS])
def test_no_request_makes_the_api_fail_nor_say_what_its_document_does_not(schema, jeton, methode, chemin, combien, mode):
    @seed(20241231)
    @settings(max_examples=combien, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(cas=schema[chemin][methode].as_strategy(generation_mode=mode))
    def essayer(cas):
        cas.call_and_validate(headers=jeton, checks=CONTROLES, timeout=30)

    essayer()


@pytest.mark.parametrize(("methode", "chemin"), [("DELETE", "/api/v1/recus"), ("PUT", "/api/v1/retours/2024/psp_flux"), ("TRACE", "/api/v1/retours"), ("POST", "/api/v1/recus/x")])
def test_other_methods_are_refused(portail, jeton, methode, chemin):
    assert requests.request(methode, portail.adresse + chemin, headers=jeton, timeout=30).status_code == 405
