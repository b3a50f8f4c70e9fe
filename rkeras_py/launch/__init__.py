"""`rkeras launch`: one script in several processes that train one model, here or as scripts for other machines."""
