"""`rkeras launch`: one script in several processes that train one model, on this machine or as text for others."""
