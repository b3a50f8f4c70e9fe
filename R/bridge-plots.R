# Plots of R code outside of cells, when Python hosts R.

# Without a display, R's default device silently writes Rplots.pdf.
bridge_tell_of_plots <- function() {
  if (identical(getOption("device"), grDevices::pdf)) {
    options(device = bridge_device)
  }
}

# In a notebook, plots become pictures below the cell; elsewhere, pages of R's file, which a warning names.
bridge_device <- function(...) {
  folder <- functions_of("bridge_plots")$collect_plots()
  if (!is.null(folder)) {
    grDevices::png(file.path(folder, "%04d.png"), 7, 5, "in", res = 96)
    return(invisible())
  }
  grDevices::pdf(...)
  file <- list(...)$file
  warning(
    "R has no open graphics device, and writes plots to the file ",
    normalizePath(if (is.null(file)) "Rplots.pdf" else file, mustWork = FALSE),
    ", which is complete after R(\"dev.off()\") and at the end of the process. ",
    "Open a device first, such as R(\"png('plot.png')\").",
    call. = FALSE
  )
}

# Closes the devices that write pictures to a folder.
bridge_close_plots <- function(folder) {
  for (device in grDevices::dev.list()) {
    file <- attr(.Devices[[device]], "filepath")
    if (is_string(file) && startsWith(file, folder)) grDevices::dev.off(device)
  }
}
