//! Runs the binary as a user does, in an empty folder and with a scrubbed environment.
#![allow(clippy::unwrap_used, dead_code, missing_docs)]

use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;

/// What came of a run.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e} in {self:?}"))
    }

    pub fn first_word(&self) -> &str {
        self.out.split_whitespace().next().unwrap_or_default()
    }
}

/// `launch-ready mail ARGUMENTS`, asking the DNS at `resolver`.
pub fn mail(resolver: SocketAddr, arguments: &[&str]) -> Ran {
    mail_with(resolver, arguments, &[])
}

pub fn mail_with(resolver: SocketAddr, arguments: &[&str], environment: &[(&str, &str)]) -> Ran {
    let resolver = resolver.to_string();
    run(&[&["mail"], arguments, &["--resolver", &resolver, "--timeout", "4"]].concat(), environment)
}

pub fn run(arguments: &[&str], environment: &[(&str, &str)]) -> Ran {
    run_in(tempfile::tempdir().unwrap().path(), arguments, environment)
}

/// In a folder that holds, for example, a launch.toml.
pub fn run_in(folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_launch-ready"));
    command.args(arguments).current_dir(folder).env_clear().envs(environment.iter().copied());
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
}
