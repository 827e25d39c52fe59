//! `launch-ready mail …`: what can be typed.

use super::net::{resolver, seconds};
use crate::error::Error;
use clap::{Args, Subcommand, ValueEnum};
use probe::{MailDns, Net, Roots};
use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

#[derive(Debug, Args)]
#[command(subcommand_required = true, arg_required_else_help = true, disable_help_subcommand = true)]
pub struct MailArgs {
    #[command(subcommand)]
    pub command: MailCommand,
}

#[derive(Debug, Subcommand)]
pub enum MailCommand {
    /// Tell whether a server may send as a domain, or audit all of the domain's SPF
    #[command(
        after_help = "Examples:\n  launch-ready mail spf --ip 192.0.2.1 --helo mail.acme.example --mail-from ann@acme.example\n  launch-ready mail spf acme.example      every branch, with counts and what is wrong\n\nExit codes: 0 evaluated, 1 another result than --expect, 2 usage, 3 the audit could not see all"
    )]
    Spf(SpfArgs),
    /// Tell which DMARC policy applies, where reports go and what receivers do
    #[command(
        after_help = "Examples:\n  launch-ready mail dmarc acme.example\n  launch-ready mail dmarc news.acme.example --format json\n\nExit codes: 0 told, 2 usage, 3 a question to the DNS had no answer"
    )]
    Dmarc(DmarcArgs),
    /// Verify the DKIM signatures of a message, or judge published keys
    #[command(
        after_help = "Examples:\n  launch-ready mail dkim --message invoice.eml\n  launch-ready mail dkim acme.example --selector google --selector pm\n\nExit codes: 0 the message is authenticated (or all keys can be used), 1 it is not, 2 usage, 3 could not tell"
    )]
    Dkim(DkimArgs),
    /// Tell in words who may send as you, what becomes of forgeries and of your invoices, and what to change first
    #[command(
        after_help = "Examples:\n  launch-ready mail explain acme.example\n  launch-ready mail explain acme.example --selector google --format markdown\n\nExit codes: 0 told, 2 usage, 3 a question to the DNS had no answer"
    )]
    Explain(StoryArgs),
    /// Send a real message through your server and verify it at the recipient
    #[command(
        after_help = "Examples:\n  launch-ready mail test --from ann@acme.example --to ann@acme.example --smtp smtp://mail.acme.example --user-env SMTP_USER --password-env SMTP_PASSWORD --sink maildir:/home/ann/Maildir\n  launch-ready mail test --from ann@acme.example --to bob@other.example --smtp smtp://mail.acme.example --imap imaps://imap.other.example --imap-password-env IMAP_PASSWORD\n  launch-ready mail test --received invoice.eml     verify a message that arrived; sends nothing\n\nExit codes: 0 authenticated, 1 not authenticated or refused, 2 usage, 3 not reached or not read back"
    )]
    Test(Box<TestArgs>),
}

#[derive(Debug, Args)]
pub struct SpfArgs {
    /// Domain whose SPF is audited; with --ip, the sender's domain
    #[arg(required_unless_present = "ip")]
    pub domain: Option<String>,
    /// Address of the sending server
    #[arg(long, value_name = "IP")]
    pub ip: Option<IpAddr>,
    /// Name the server greets with [default: the sender's domain]
    #[arg(long, value_name = "NAME", requires = "ip", allow_hyphen_values = true)]
    pub helo: Option<String>,
    /// Envelope sender, "" for a bounce [default: postmaster of DOMAIN]
    #[arg(long, value_name = "ADDR", requires = "ip", allow_hyphen_values = true)]
    pub mail_from: Option<String>,
    /// Exit 1 unless this is the result: pass, fail, softfail, neutral, none, temperror or permerror
    #[arg(long, value_name = "RESULT", requires = "ip", value_parser = result)]
    pub expect: Option<mail::spf::SpfResult>,
    /// Format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: MailFormat,
    #[command(flatten)]
    pub dns: DnsFlags,
}

fn result(text: &str) -> Result<mail::spf::SpfResult, String> {
    mail::spf::SpfResult::of(text)
        .ok_or_else(|| "give pass, fail, softfail, neutral, none, temperror or permerror".to_owned())
}

#[derive(Debug, Args)]
pub struct DmarcArgs {
    /// Domain that stands in From
    pub domain: String,
    /// Format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: MailFormat,
    #[command(flatten)]
    pub dns: DnsFlags,
}

#[derive(Debug, Args)]
pub struct DkimArgs {
    /// Domain whose keys are judged
    #[arg(required_unless_present = "message", requires = "selector")]
    pub domain: Option<String>,
    /// Message as it arrived (.eml)
    #[arg(long, value_name = "FILE", conflicts_with_all = ["domain", "selector"])]
    pub message: Option<PathBuf>,
    /// Selector of a key (repeatable)
    #[arg(long, value_name = "NAME", requires = "domain")]
    pub selector: Vec<String>,
    /// Judge expiry as if it were this moment, such as 2026-12-01T09:00:00Z
    #[arg(long, value_name = "TIME")]
    pub at: Option<jiff::Timestamp>,
    /// Format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: MailFormat,
    #[command(flatten)]
    pub dns: DnsFlags,
}

#[derive(Debug, Args)]
pub struct StoryArgs {
    /// The domain
    pub domain: String,
    /// Selector of a DKIM key (repeatable); those of launch.toml and usual ones are tried as well
    #[arg(long, value_name = "NAME")]
    pub selector: Vec<String>,
    /// Format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: StoryFormat,
    #[command(flatten)]
    pub dns: DnsFlags,
}

#[derive(Debug, Args)]
pub struct TestArgs {
    /// Who gets the message; nobody else does
    #[arg(long, value_name = "ADDR", required_unless_present = "received", requires = "smtp")]
    pub to: Option<String>,
    /// Your server: smtp://HOST[:PORT] with STARTTLS, or smtps://HOST[:PORT]
    #[arg(long, value_name = "URL", requires = "to")]
    pub smtp: Option<String>,
    /// Sender [default: postmaster of the first sending domain in launch.toml]
    #[arg(long, value_name = "ADDR", requires = "to")]
    pub from: Option<String>,
    /// Environment variable that holds the user name
    #[arg(long, value_name = "NAME", requires = "password_env")]
    pub user_env: Option<String>,
    /// Environment variable that holds the password
    #[arg(long, value_name = "NAME", requires = "user_env")]
    pub password_env: Option<String>,
    /// Send without encryption when the server has none; never with a password
    #[arg(long)]
    pub allow_plain: bool,
    /// Where the message arrives on this machine: maildir:PATH or mbox:PATH
    #[arg(long, value_name = "SINK", requires = "to")]
    pub sink: Option<String>,
    /// Where the recipient's mail is read: imaps://HOST[:PORT], or imap://HOST[:PORT] with STARTTLS
    #[arg(long, value_name = "URL", requires = "to", conflicts_with = "sink")]
    pub imap: Option<String>,
    /// User name there [default: the address of --to]
    #[arg(long, value_name = "NAME", requires = "imap")]
    pub imap_user: Option<String>,
    /// Environment variable that holds the password there
    #[arg(long, value_name = "NAME", requires = "imap", conflicts_with = "imap_password_file")]
    pub imap_password_env: Option<String>,
    /// File whose first line is the password there
    #[arg(long, value_name = "FILE", requires = "imap")]
    pub imap_password_file: Option<PathBuf>,
    /// Mailbox that is looked into (repeatable, for a spam folder); nothing in it is changed
    #[arg(long, value_name = "NAME", default_value = "INBOX")]
    pub imap_mailbox: Vec<String>,
    /// Seconds to wait for the message in the sink or mailbox
    #[arg(long, value_name = "SECONDS", default_value_t = 60.0, value_parser = seconds)]
    pub wait: f64,
    /// Verify this message as it arrived (or its header alone) instead of sending one
    #[arg(long, value_name = "FILE", conflicts_with_all = ["to", "smtp", "sink", "imap"])]
    pub received: Option<PathBuf>,
    /// Trust the certificates of this PEM file as well
    #[arg(long, value_name = "FILE")]
    pub ca: Vec<PathBuf>,
    /// Format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: MailFormat,
    #[command(flatten)]
    pub dns: DnsFlags,
}

/// How the DNS is asked.
#[derive(Debug, Args)]
#[command(next_help_heading = "Network")]
pub struct DnsFlags {
    /// Ask this resolver instead of the machine's: IP[:PORT], tls://IP[:PORT][#NAME] or https://HOST/dns-query
    /// (repeatable: the next one is asked where one fails)
    #[arg(long, value_name = "RESOLVER")]
    pub resolver: Vec<String>,
    /// Seconds for one operation
    #[arg(long, value_name = "SECONDS", default_value_t = 5.0, value_parser = seconds)]
    pub timeout: f64,
}

impl DnsFlags {
    /// The machine's network with these resolvers.
    pub fn net(&self) -> Result<Net, Error> {
        let mut net = Net::system();
        if !self.resolver.is_empty() {
            net.resolvers = self.resolver.iter().map(|r| resolver(r)).collect::<Result<_, _>>()?;
        }
        Ok(net)
    }

    /// The limit of one operation.
    pub fn limit(&self) -> Duration {
        Duration::from_secs_f64(self.timeout)
    }

    /// The resolver as mail authentication asks it.
    pub fn dns(&self) -> Result<MailDns, Error> {
        Ok(MailDns::new(self.net()?, self.limit()))
    }
}

impl TestArgs {
    /// The network on which the message is sent.
    pub fn net(&self) -> Result<Net, Error> {
        let mut net = self.dns.net()?;
        for file in &self.ca {
            net.roots.declared.extend(Roots::read_pem(file).map_err(|u| Error::Usage(u.detail))?);
        }
        Ok(net)
    }
}

/// Formats of one answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum MailFormat {
    Text,
    Json,
}

/// Formats of the explanation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StoryFormat {
    Text,
    Markdown,
    Json,
}
