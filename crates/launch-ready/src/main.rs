//! `launch-ready`: the one binary. Commands live in `command`, what can be typed in `cli`.

mod cli;
mod command;
mod error;
mod ledger;
mod output;
mod run;
mod setup;
mod state;
mod watch;

use clap::Parser;
use cli::{Cli, Command};
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are answers, everything else is wrong usage.
            let code = if error.use_stderr() { 2 } else { 0 };
            error.print().ok();
            return ExitCode::from(code);
        }
    };
    quiet_panics();
    let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| run(&cli.command)));
    match done {
        Ok(Ok(code)) => ExitCode::from(code),
        Ok(Err(error)) => {
            let text = error.to_string();
            // Problems of launch.toml bring their own heading.
            let text = if text.starts_with("error:") { text } else { format!("error: {text}") };
            anstream::eprintln!("{}", text.trim_end());
            ExitCode::from(error.exit_code())
        }
        Err(_) => {
            anstream::eprintln!("error: Launch Ready broke; please report what you ran");
            ExitCode::from(70)
        }
    }
}

fn run(command: &Command) -> Result<u8, error::Error> {
    match command {
        Command::Check(args) => command::check::execute(args),
        Command::Demo(args) => command::demo::execute(args),
        Command::Verify(args) => command::verify::execute(args),
        Command::Compare(args) => command::compare::execute(args),
        Command::Plan(args) => command::plan::execute(args),
        Command::Attest(args) => command::attest::execute(args),
        Command::Waive(args) => command::waive::execute(args),
        Command::Redirects(args) => command::redirects::execute(args),
        Command::Explain(args) => command::catalogue::explain(args),
        Command::Checks(args) => command::catalogue::list(args),
        Command::Mail(args) => command::mail::execute(&args.command),
        Command::Init(args) => command::init::execute(args),
        Command::Env(args) => command::env::execute(args),
        Command::Dns(command) => command::dns::execute(command),
        Command::Tls(args) => command::tls::execute(args),
        Command::Secrets(args) => command::secrets::execute(args),
        Command::Schema { which } => command::docs::schema(*which),
        Command::Completions { shell } => command::docs::completions(*shell),
        Command::Docs { folder } => command::docs::write(folder),
    }
}

/// A panic in a judge or gatherer is caught and becomes an unknown row; its text must not tear the report apart.
/// `RUST_BACKTRACE=1` brings it back for whoever looks for the bug.
fn quiet_panics() {
    if std::env::var_os("RUST_BACKTRACE").is_none() {
        std::panic::set_hook(Box::new(|_| {}));
    }
}
