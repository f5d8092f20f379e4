// The page of findings that is printed.
document.getElementById("print").addEventListener("click", () => window.print());
