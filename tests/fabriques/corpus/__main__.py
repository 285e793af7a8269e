from tests.fabriques.corpus.ecriture import ecrire

if __name__ == "__main__":
    print(f"{ecrire()} fichiers")
