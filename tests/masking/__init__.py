"""No screen, paper, command, log or error shows a customer's number unless somebody has revealed it."""
