// A form that takes time says so, and is sent once.
for (const formulaire of document.querySelectorAll("form[data-attente]")) {
  formulaire.addEventListener("submit", (evenement) => {
    if (formulaire.dataset.envoye || tropLourd(formulaire)) {
      evenement.preventDefault();
      return;
    }
    formulaire.dataset.envoye = "oui";
    const etat = formulaire.querySelector("[role=status]");
    if (etat) etat.textContent = formulaire.dataset.attente;
  });
}
// Coming back with « Previous » finds a form that can be sent again.
addEventListener("pageshow", () => {
  for (const formulaire of document.querySelectorAll("form[data-envoye]")) delete formulaire.dataset.envoye;
});

// A file that would be refused for its weight is told before it is sent.
function tropLourd(formulaire) {
  const champ = formulaire.querySelector("input[data-octets-max]");
  const fautif = champ?.files[0]?.size > Number(champ?.dataset.octetsMax);
  if (!fautif) return false;
  const erreur = document.createElement("p");
  erreur.className = "fr-error-text";
  erreur.textContent = champ.dataset.tropLourd;
  document.getElementById("erreur-fichier").replaceChildren(erreur);
  champ.setAttribute("aria-invalid", "true");
  champ.setAttribute("aria-describedby", "aide-fichier erreur-fichier");
  champ.closest(".fr-upload-group").classList.add("fr-upload-group--error");
  champ.focus();
  return true;
}
