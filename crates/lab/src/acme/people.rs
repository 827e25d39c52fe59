//! What Marta of Acme Desk answered: everything, as it is.

use crate::world::World;
use model::report::{Attestation, jiff_date};
use model::{Claim, Said, Standing};

/// Every question that the company was asked.
pub(crate) const ANSWERED: &[&str] = &[
    "people/production-unknown",
    "people/demo-address-unstable",
    "people/owner-list-missing",
    "people/registrar-not-yours",
    "people/dns-account-not-yours",
    "people/promise-unwritten",
    "people/renewal-path-unknown",
    "people/domain-renewal-manual",
    "people/dns-failover-unknown",
    "people/secrets-not-rotated",
    "people/secret-places-unknown",
    "people/access-list-missing",
    "people/admin-login-shared",
    "people/one-password-opens-all",
    "people/second-factor-missing",
    "people/recovery-untested",
    "people/credentials-by-chat",
    "people/tokens-too-strong",
    "people/staging-data-real",
    "people/data-places-unlisted",
    "people/deploy-by-hand",
    "people/deployer-missing",
    "people/rollback-unowned",
    "people/night-call-unowned",
    "people/alerts-unseen",
    "people/incidents-unrecorded",
    "people/hosting-account-not-yours",
    "people/mail-account-not-yours",
    "people/payment-account-not-yours",
    "people/no-second-administrator",
    "people/card-ends-soon",
    "people/backup-place-unknown",
    "people/restore-untried",
    "people/loss-limit-unset",
    "people/demo-fallback-missing",
    "people/demo-mended-by-hand",
    "people/demo-data-mixed",
    "people/empty-screens-unseen",
    "people/support-inbox-unowned",
    "people/payments-down-unplanned",
    "people/webhooks-down-unplanned",
    "people/mail-down-unplanned",
    "people/dns-down-unplanned",
    "people/helpers-still-inside",
    "people/guide-untested",
];

impl World {
    /// The answers as they would stand in the company's `launch.toml`.
    #[must_use]
    pub fn claims(&self) -> Vec<Claim> {
        let claim = |(check, yes): (&String, &bool)| Claim {
            check: check.clone(),
            subject: "*".to_owned(),
            said: if *yes { Said::Yes } else { Said::No },
            attestation: Attestation {
                by: "Marta".to_owned(),
                evidence: "the review before the launch".to_owned(),
                sha256: None,
                until: jiff_date::Date(jiff::civil::date(2099, 12, 31)),
            },
            standing: Standing::Holds,
        };
        self.answers.iter().map(claim).collect()
    }
}
