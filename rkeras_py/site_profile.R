# R's site profile for a script that the command `rkeras` starts: the one there is, then the alias packages.
local({
  own <- Sys.getenv("RKERAS_SITE_PROFILE", NA)
  hint <- Sys.getenv("RKERAS_R_INSTALL")
  if (is.na(own)) {
    Sys.unsetenv("R_PROFILE")
  } else {
    Sys.setenv(R_PROFILE = own)
  }
  Sys.unsetenv(c("RKERAS_SITE_PROFILE", "RKERAS_R_INSTALL"))
  site <- if (is.na(own) || !nzchar(own)) file.path(R.home("etc"), "Rprofile.site") else own
  if (file.exists(site)) {
    sys.source(site, baseenv())
  }
  tryCatch(rkeras::use_keras_alias(quiet = TRUE), error = function(condition) {
    message("rkeras run: ", conditionMessage(condition), ". To install rkeras: ", hint)
    quit("no", 2L, FALSE) # the command's COULD_NOT_START
  })
})
