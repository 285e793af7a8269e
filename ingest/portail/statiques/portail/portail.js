// A form that takes time says so, and is sent once.
for (const formulaire of document.querySelectorAll("form[data-attente]")) {
  formulaire.addEventListener("submit", (evenement) => {
    if (formulaire.dataset.envoye) {
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
