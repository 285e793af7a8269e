"""The certificate: it holds for exactly what it was made for, and says what was proven about each hidden cell."""

from dataclasses import replace

import pytest

from publication.secret import COMPLEMENTAIRE, Certificat, Declarant, attaquer, certificat_valide, certifier, proteger
from publication.secret.primaire import petit_nombre
from tests.secret.tables import systeme, table


@pytest.fixture(scope="module")
def certifie():
    valeurs, sommes = table(3)
    s = systeme(valeurs, sommes)
    exigences = [petit_nombre("|".join(c), float(v), 5) for c, v in valeurs.items() if 0 < v < 5]
    protection = proteger(s, exigences)
    return s, exigences, protection, certifier(s, exigences, protection, fichiers={"t.parquet": "ab" * 32})


def test_each_hidden_cell_has_its_interval_what_was_required_and_the_state_of_the_solver(certifie):
    _, exigences, protection, certificat = certifie
    assert {ligne.cle for ligne in certificat.lignes} == protection.caches
    assert all(ligne.exact and ligne.bas < ligne.haut for ligne in certificat.lignes)
    par_cle = {ligne.cle: ligne for ligne in certificat.lignes}
    assert all(par_cle[e.cle].requis_largeur == 5 and par_cle[e.cle].haut - par_cle[e.cle].bas >= 5 for e in exigences)
    assert (certificat.arret, certificat.ecart, certificat.cout) == ("optimal", 0, certificat.borne)


def test_the_exact_intervals_are_those_of_the_questions_or_wider(certifie):
    s, exigences, protection, certificat = certifie
    rapide = certifier(s, exigences, protection, exact=False)
    assert rapide.sur
    for exacte, ligne in zip(certificat.lignes, rapide.lignes, strict=True):
        assert exacte.bas <= ligne.bas and ligne.haut <= exacte.haut


def test_a_certificate_holds_for_exactly_its_input_its_output_and_its_files(certifie):
    s, exigences, protection, certificat = certifie
    fichiers = {"t.parquet": "ab" * 32}
    assert certificat_valide(certificat, s, exigences, protection.caches, fichiers=fichiers)
    premier, caches = exigences[0], protection.caches
    assert not certificat_valide(certificat, s, exigences, caches - {premier.cle}, fichiers=fichiers)
    assert not certificat_valide(certificat, s, exigences, caches, fichiers={"t.parquet": "cd" * 32})
    assert not certificat_valide(certificat, s, exigences, caches, [Declarant("A", {premier.cle: 1.0})], fichiers)
    assert not certificat_valide(certificat, s, [replace(premier, haut=premier.haut + 1), *exigences[1:]], caches, fichiers=fichiers)
    assert not certificat_valide(replace(certificat, lignes=certificat.lignes[1:]), s, exigences, caches, fichiers=fichiers)


def test_a_choice_that_does_not_protect_has_a_certificate_that_says_so(certifie):
    s, exigences, protection, _ = certifie
    complementaires = [c for c, statut in protection.secrets.items() if statut == COMPLEMENTAIRE]
    amoindrie = replace(protection, secrets={c: v for c, v in protection.secrets.items() if c != complementaires[0]})
    certificat = certifier(s, exigences, amoindrie)
    assert not certificat.sur and any(not ligne.sur for ligne in certificat.lignes)
    assert not certificat_valide(certificat, s, exigences, amoindrie.caches)


def test_false_proofs_given_to_the_adversary_convince_it_of_nothing(certifie):
    s, exigences, protection, _ = certifie
    complementaires = [c for c, statut in protection.secrets.items() if statut == COMPLEMENTAIRE]
    amoindrie = replace(protection, secrets={c: v for c, v in protection.secrets.items() if c != complementaires[0]})
    assert not certifier(s, exigences, amoindrie, exact=False).sur


def test_a_certificate_written_and_read_again_is_the_same_to_the_byte(certifie):
    certificat = certifie[3]
    assert Certificat.depuis_json(certificat.en_json()) == certificat
    assert Certificat.depuis_json(certificat.en_json()).en_json() == certificat.en_json()


def test_the_adversary_recomputes_a_table_hidden_by_its_small_counts_alone():
    s = systeme({("tot",): 30, ("a",): 3, ("b",): 27}, [(("tot",), (("a",), ("b",)))])
    (resultat,) = [r for r in attaquer(s.vue(frozenset({"a"}))) if r.cle == "a"]
    assert (resultat.bas, resultat.haut) == (3, 3)
