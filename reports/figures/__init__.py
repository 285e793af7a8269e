"""Charts of the letter: data in, the same drawing for print (SVG) and for the web page (Plotly) out."""
