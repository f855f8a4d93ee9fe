"""The pages of docs/reference/, one function of the code each."""
