//! How each fault is put into the repository.

use super::Fault as F;
use crate::repository::{Repository, stripe};

impl Repository {
    /// Puts a fault into the repository. Other faults change nothing here.
    pub(super) fn plant(&mut self, fault: F) {
        match fault {
            F::EnvTracked => {
                self.untracked.remove(".env.production");
            }
            F::EnvInImage => {
                self.replace("web/Dockerfile", "COPY src ./src", "COPY . .");
                self.untracked("web/.env", "SESSION_SECRET=only-for-the-front-end-on-this-laptop\n");
            }
            F::EnvNotIgnored => self.replace(".gitignore", ".env.*\n", ""),
            F::EnvSecretMadePublic => {
                self.append("web/src/mail.ts", "export const key = process.env.NEXT_PUBLIC_RESEND_API_KEY;\n");
                self.append(".env.example", "NEXT_PUBLIC_RESEND_API_KEY=\n");
            }
            F::EnvDefaultSecret => self.replace(
                "api/desk/settings.py",
                "os.environ[\"DJANGO_SECRET_KEY\"]",
                "os.getenv(\"DJANGO_SECRET_KEY\", \"desk-of-the-acme-company\")",
            ),
            F::EnvSetNowhere => self.append("web/src/mail.ts", "export const reply = process.env.MAIL_REPLY_TO;\n"),
            F::EnvEmptyInProduction => self.set(".env.production", "ALLOWED_HOSTS", ""),
            F::EnvPlaceholder => self.set(".env.production", "SESSION_SECRET", "replace-me-with-a-long-random-text"),
            F::EnvLocalhost => self.set(".env.production", "API_URL", "http://localhost:8000"),
            F::EnvTestKey => self.set(".env.production", "STRIPE_SECRET_KEY", &stripe("sk", "test", 77)),
            F::EnvLiveKey => self.set(".env", "STRIPE_SECRET_KEY", &stripe("sk", "live", 78)),
            F::EnvSharedSecret => {
                for file in [".env", ".env.production"] {
                    self.set(file, "SESSION_SECRET", "one-and-the-same-value-in-both-places");
                }
            }
            F::EnvLateFailure => {
                for name in ["SEARCH_HOST", "SEARCH_INDEX", "SEARCH_REGION"] {
                    self.append("web/src/mail.ts", &format!("search(process.env.{name});\n"));
                    self.append(".env.example", &format!("{name}=\n"));
                }
            }
            F::EnvExampleMissing => {
                self.files.remove(".env.example");
            }
            F::EnvMissingInExample => self.replace(".env.example", "RESEND_API_KEY=\n", ""),
            F::EnvSetTwice => self.append(".env", "API_URL=https://api.acme.example\n"),
            F::EnvNeverRead => self.append(".env.example", "OLD_BILLING_SWITCH=\n"),
            F::EnvSloppyFile => self.append(".env.example", "# who answers\nLOG_LEVEL = info\n"),
            _ => {}
        }
    }

    /// Names that an environment file sets.
    pub(super) fn names(&self, path: &str) -> Vec<String> {
        let lines = self.files.get(path).map(|t| t.lines()).into_iter().flatten();
        lines.filter_map(|l| Some(l.split_once('=')?.0.to_owned())).collect()
    }

    /// Gives a variable of an environment file another value.
    fn set(&mut self, path: &str, name: &str, value: &str) {
        let Some(text) = self.files.get_mut(path) else { return };
        let lines = text.lines().map(|line| {
            if line.starts_with(&format!("{name}=")) { format!("{name}={value}\n") } else { format!("{line}\n") }
        });
        *text = lines.collect();
    }
}
