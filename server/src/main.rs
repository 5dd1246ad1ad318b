//! The `postern` command. Everything it does is in the library, so that tests reach it too.

use std::process::ExitCode;

fn main() -> ExitCode {
    postern_server::cli::run(std::env::args_os())
}
