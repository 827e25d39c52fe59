//! Is the app at the end of an alias still there? Two proofs: the platform's suffix, and the platform's own words.

use crate::http::Request;
use crate::look::{Gather, Look};
use model::facts::{Addresses, Claim, Platform};
use model::{Origin, Seen, Subject};

/// A platform that hands out names to whoever asks first, and what it says of a name that nobody has.
struct Known {
    name: &'static str,
    suffixes: &'static [&'static str],
    status: u16,
    says: &'static str,
}

/// Only what is certain; an entry needs both proofs.
const PLATFORMS: [Known; 3] = [
    Known { name: "Heroku", suffixes: &["herokuapp.com", "herokudns.com"], status: 404, says: "No such app" },
    Known {
        name: "GitHub Pages",
        suffixes: &["github.io"],
        status: 404,
        says: "There isn't a GitHub Pages site here.",
    },
    Known { name: "Amazon S3", suffixes: &["s3.amazonaws.com"], status: 404, says: "NoSuchBucket" },
];

impl Gather for Claim {
    async fn gather(look: &Look, subject: &Subject) -> Seen<Self> {
        let addresses = look.get::<Addresses>(subject).await?;
        let known = addresses.aliases.iter().find_map(|alias| {
            let of = |k: &&Known| k.suffixes.iter().any(|s| alias.as_str().ends_with(&format!(".{s}")));
            PLATFORMS.iter().find(of).map(|k| (k, alias.clone()))
        });
        let Some((known, target)) = known else { return Ok(Self { platform: None }) };
        let denial = if addresses.all().next().is_some() { denial(look, &subject.name, known).await? } else { None };
        Ok(Self { platform: Some(Platform { name: known.name.into(), target, denial }) })
    }
}

async fn denial(look: &Look, host: &str, known: &Known) -> Seen<Option<String>> {
    // Platforms answer unknown names over plain http; over https they have no certificate for them.
    let url = super::url(&Origin::http(host), "/")?;
    let Ok(response) = look.fetch_raw(Request::get(url)).await? else { return Ok(None) };
    let body = String::from_utf8_lossy(&response.body);
    let says = response.status == known.status && body.contains(known.says);
    Ok(says.then(|| format!("{} {}", response.status, known.says)))
}
