//! Is the app at the end of an alias still there? Two proofs: the platform's suffix, and the platform's own words.

use super::domain_state;
use crate::http::Request;
use crate::look::{Gather, Look};
use model::facts::{Addresses, Claim, Lookup, Platform};
use model::{Origin, Seen, Subject};

/// A platform that hands out names to whoever asks first, and what it says of a name that nobody has.
struct Known {
    name: &'static str,
    suffixes: &'static [&'static str],
    says: Says,
}

/// How a platform tells that nobody has a name.
enum Says {
    /// By a page of this status that holds these words.
    Page(u16, &'static str),
    /// By DNS: the name does not exist, and whoever makes a resource of that name gets it.
    NoSuchName,
}

/// Only what is certain; an entry needs both proofs. Load balancers of Amazon are left out on purpose: their names
/// hold a number that nobody can choose.
const PLATFORMS: [Known; 8] = [
    Known { name: "Heroku", suffixes: &["herokuapp.com", "herokudns.com"], says: Says::Page(404, "No such app") },
    Known {
        name: "GitHub Pages",
        suffixes: &["github.io"],
        says: Says::Page(404, "There isn't a GitHub Pages site here."),
    },
    Known { name: "Amazon S3", suffixes: &["s3.amazonaws.com"], says: Says::Page(404, "NoSuchBucket") },
    Known { name: "Elastic Beanstalk", suffixes: &["elasticbeanstalk.com"], says: Says::NoSuchName },
    Known { name: "Azure App Service", suffixes: &["azurewebsites.net"], says: Says::NoSuchName },
    Known { name: "Azure Traffic Manager", suffixes: &["trafficmanager.net"], says: Says::NoSuchName },
    Known { name: "Azure", suffixes: &["cloudapp.net", "cloudapp.azure.com"], says: Says::NoSuchName },
    Known { name: "Azure Storage", suffixes: &["blob.core.windows.net"], says: Says::NoSuchName },
];

impl Gather for Claim {
    async fn gather(look: &Look, subject: &Subject) -> Seen<Self> {
        let addresses = look.get::<Addresses>(subject).await?;
        let void = addresses.all().next().is_none() && addresses.lookup == Lookup::NoSuchName;
        let known = addresses.aliases.iter().find_map(|alias| {
            let of = |k: &&Known| k.suffixes.iter().any(|s| alias.as_str().ends_with(&format!(".{s}")));
            PLATFORMS.iter().find(of).map(|k| (k, alias.clone()))
        });
        if let Some((known, target)) = known {
            let denial = match known.says {
                Says::NoSuchName => void.then(|| "NXDOMAIN".to_owned()),
                Says::Page(status, words) if addresses.all().next().is_some() => {
                    denial(look, &subject.name, status, words).await?
                }
                Says::Page(..) => None,
            };
            return Ok(Self { platform: Some(Platform { name: known.name.into(), target, denial }), owner: None });
        }
        let foreign = |d: &model::Name| Some(d) != look.plan.declared.domain.as_ref();
        let owner = match addresses.alias_target().and_then(model::Name::registrable).filter(foreign) {
            Some(domain) if void => Some(domain_state::of(look, domain).await?),
            _ => None,
        };
        Ok(Self { platform: None, owner })
    }
}

async fn denial(look: &Look, host: &str, status: u16, words: &str) -> Seen<Option<String>> {
    // Platforms answer unknown names over plain http; over https they have no certificate for them.
    let url = super::url(&Origin::http(host), "/")?;
    let Ok(response) = look.fetch_raw(Request::get(url)).await? else { return Ok(None) };
    let body = String::from_utf8_lossy(&response.body);
    let says = response.status == status && body.contains(words);
    Ok(says.then(|| format!("{status} {words}")))
}
