"""`--style keras`: what numpy and Python say in the place of functions of base R."""
