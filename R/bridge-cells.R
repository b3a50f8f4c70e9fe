# Cells of a notebook in R, which the bridge runs.

# Runs a cell as R's console would: values print. What it plots goes to numbered files.
bridge_cell <- function(code, plots, width, height, resolution) {
  bridge_guard(function(mark) {
    grDevices::png(plots, width, height, units = "in", res = resolution)
    device <- grDevices::dev.cur()
    on.exit(if (device %in% grDevices::dev.list()) grDevices::dev.off(device))
    for (bridge_expr in parse(text = code, keep.source = FALSE)) {
      mark(sys.nframe() + 1L)
      seen <- withVisible(eval(bridge_expr, globalenv()))
      if (seen$visible) print(seen$value)
    }
    NULL
  })
}
