test_that("install_keras asks reticulate for what Keras 3 needs", {
  asked <- NULL
  note <- function(packages, ...) {
    asked <<- list(packages, ...)
  }
  local_mocked_bindings(
    py_install = note,
    virtualenv_exists = function(...) TRUE,
    virtualenv_python = function(envname) file.path(envname, "bin", "python"),
    .package = "reticulate"
  )
  local_mocked_bindings(prove_install = function(python, backend) message("proved ", python), is_ready = function(...) {
    FALSE
  })
  expect_message(
    install_keras("virtualenv", version = "2.18-gpu", extra_packages = "pandas", envname = "e"),
    "proved e/bin/python"
  )
  expect_setequal(
    asked[[1]],
    c("tensorflow[and-cuda]==2.18.*", "keras>=3.12,<4", "h5py", "pyyaml", "pillow", "scipy", "pydot", "pandas")
  )
  expect_identical(
    asked[c("method", "conda", "envname", "python_version")],
    list(method = "virtualenv", conda = "auto", envname = "e", python_version = ">=3.11,<3.14")
  )
  expect_message(install_keras(), "proved r-rkeras/bin/python")
  expect_message(install_keras(gpu = FALSE, python_version = "3.12", backend = "tensorflow"), "proved r-rkeras")
  expect_identical(c(asked[[1]][[1]], asked$python_version), c("tensorflow-cpu>=2.16", "3.12"))
  expect_error(install_keras(gpu = TRUE, version = "2.18-cpu"), "`gpu` should be omitted if `version` is given")
  for (wrong in list(3, "pipx", c("auto", "conda"))) {
    expect_error(install_keras(wrong), 'install_keras(): `method` should be one of "auto", "virtualenv"', fixed = TRUE)
  }
  expect_error(use_implementation("theano"), "use_implementation(): `implementation` should be one of", fixed = TRUE)
  expect_error(
    array_reshape(1:4, c(2, 2), order = "R"),
    '`order` should be one of "C", "F". Received: order = "R"',
    fixed = TRUE
  )
  expect_identical(array_reshape(1:4, c(2, 2), order = "F"), matrix(1:4, 2))
  expect_error(install_keras(gpu = "yes"), "install_keras(): `gpu` should be TRUE, FALSE or NA", fixed = TRUE)
  expect_error(install_keras(backend = "numpy"), "should be \"tensorflow\", \"jax\" or \"torch\"", fixed = TRUE)
  expect_message(install_keras(backend = "jax"), "proved r-rkeras")
  expect_setequal(asked[[1]], c("jax", "keras>=3.12,<4", "h5py", "pyyaml", "pillow", "scipy", "pydot"))
  install_keras(backend = "jax", gpu = TRUE)
  expect_identical(asked[[1]][[1]], "jax[cuda12]")
  install_keras(backend = "torch", gpu = TRUE)
  expect_identical(asked[[1]][[1]], "torch")
  expect_error(install_keras(backend = "jax", version = "2.18"), "omitted if `backend` is \"jax\"", fixed = TRUE)
  wanted <- c(
    default = "tensorflow>=2.16",
    cpu = "tensorflow-cpu>=2.16",
    nightly = "tf-nightly",
    "2.17.1" = "tensorflow==2.17.1"
  )
  expect_identical(vapply(names(wanted), rkeras:::tensorflow_requirement, ""), wanted)
  expect_error(install_keras(version = "2.15"), "`version` should be .* at least \"2.16\"")
})

test_that("install_keras returns at once where all is there, and fetches nothing", {
  failing <- function(...) stop("something is installed")
  local_mocked_bindings(py_install = failing, virtualenv_create = failing, .package = "reticulate")
  local_mocked_bindings(prove_install = failing)
  python <- reticulate::py_config()$python
  alias <- rkeras:::keras3_function("install_keras")
  for (install in list(install_keras, alias, rkeras:::install_tensorflow)) {
    expect_message(
      expect_null(install()),
      paste0(python, " already has the required packages; nothing was installed."),
      fixed = TRUE
    )
  }
  expect_error(install_keras(version = "2.16-cpu"), "something is installed") # TensorFlow is newer
  expect_message(install_keras(version = "cpu", extra_packages = "numpy"), "nothing was installed")
  expect_message(install_keras(envname = dirname(dirname(python))), "nothing was installed")
  expect_error(install_keras(extra_packages = "no-such-package"), "something is installed")
  expect_error(install_keras(python_version = "3.12"), "something is installed")
  expect_error(install_keras(version = "gpu"), "something is installed")
  expect_error(install_keras(envname = "no-such-environment"), "something is installed")
})

test_that("what a Python does not meet is found by pip's rules, and what only pictures need fetches nothing", {
  python <- reticulate::py_config()$python
  wanted <- c("tensorflow>=2.16", "tensorflow-cpu", "keras<3", "tensorflow[and-cuda]", "tf-nightly", "nosuch[extra]>1")
  expect_identical(rkeras:::find_unmet(python, wanted), wanted[3:6])
  expect_identical(rkeras:::find_unmet(python, "keras>=3.12,<4"), character())
  expect_null(rkeras:::find_unmet("/nowhere/python", "keras"))
  local_mocked_bindings(find_unmet = function(...) c("pydot", "scipy"))
  expect_message(install_keras(), "nothing was installed. Images need more packages: .* -m pip install pydot scipy")
  expect_false(rkeras:::is_ready("scipy", "scipy", "virtualenv", NULL, "auto"))
})

# A wheel with no code: what it stands for is found where the Python of these tests has it.
write_wheel <- function(folder, name, version, tag = "py3-none-any") {
  reticulate::py_run_string(
    paste(
      "import sysconfig, zipfile",
      "def write_wheel(folder, name, version, tag):",
      "    info = f'{name}-{version}.dist-info'",
      "    files = {",
      "        f'{info}/METADATA': f'Metadata-Version: 2.1\\nName: {name}\\nVersion: {version}\\n',",
      "        f'{info}/WHEEL': f'Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: {tag}\\n',",
      "        f'{name}_elsewhere.pth': sysconfig.get_path('purelib') + '\\n',",
      "    }",
      "    record = ''.join(f'{file},,\\n' for file in [*files, f'{info}/RECORD'])",
      "    with zipfile.ZipFile(f'{folder}/{name}-{version}-{tag}.whl', 'w') as wheel:",
      "        for file, text in {**files, f'{info}/RECORD': record}.items():",
      "            wheel.writestr(file, text)",
      sep = "\n"
    )
  )$write_wheel(folder, name, version, tag)
}

test_that("install_keras installs from a folder of wheels, without a network, and makes a first layer", {
  # The machine's settings of indexes for pip do not matter here.
  rkeras:::with_variables(c(PIP_INDEX_URL = "http://127.0.0.1:9/simple", PIP_FIND_LINKS = NA, PIP_NO_INDEX = NA), {
    place <- tempfile("wheels-")
    on.exit(unlink(place, recursive = TRUE))
    wheels <- file.path(place, "some wheels")
    dir.create(wheels, recursive = TRUE)
    expect_error(install_keras(wheels = wheels), "`wheels` should be a folder with a wheel of tensorflow", fixed = TRUE)
    expect_error(install_keras(wheels = file.path(place, "none")), "`wheels` should be a folder of Python wheels")

    version <- paste(reticulate::py_config()$version)
    tag <- paste0("cp", sub(".", "", version, fixed = TRUE))
    write_wheel(wheels, "tensorflow", "2.99.0", paste0(tag, "-none-any"))
    for (name in c("h5py", "pyyaml", "pillow", "scipy", "pydot")) {
      write_wheel(wheels, name, "99.0")
    }
    write_wheel(wheels, "keras", "3.15.99")
    environment <- file.path(place, "r-rkeras")
    said <- capture_messages(utils::capture.output(install_keras(wheels = wheels, envname = environment)))
    proof <- grep("a first layer works", said, value = TRUE)
    expect_match(proof, "Keras 3.15.99 on TensorFlow 2.99.0")
    expect_match(proof, file.path(environment, "bin", "python"), fixed = TRUE)
    expect_match(proof, "RETICULATE_PYTHON names another Python")
    expect_identical(Sys.getenv("PIP_NO_INDEX", NA), NA_character_)
  })
})

test_that("an installation that does not work is told", {
  expect_error(
    rkeras:::prove_install("/nowhere/python"),
    "installed into /nowhere/python, but a first layer does not work there:.*/nowhere/python.*rkeras_doctor()"
  )
})
