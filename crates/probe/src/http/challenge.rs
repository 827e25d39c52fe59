//! Pages that stand in front of a site: a challenge, a block, a rate limit. Only what is certain.

use super::Response;

/// Which protection answered instead of the site, if one did.
pub(crate) fn of(response: &Response) -> Option<String> {
    let header = |name: &str| response.header(name).unwrap_or_default().to_ascii_lowercase();
    if response.status == 429 {
        return Some("429 Too Many Requests".into());
    }
    if header("cf-mitigated") == "challenge" {
        return Some("a Cloudflare challenge".into());
    }
    if matches!(header("x-vercel-mitigated").as_str(), "challenge" | "deny") {
        return Some("a Vercel firewall page".into());
    }
    if matches!(header("x-amzn-waf-action").as_str(), "challenge" | "captcha") {
        return Some("an AWS WAF challenge".into());
    }
    if !matches!(response.status, 403 | 503) {
        return None;
    }
    let body = String::from_utf8_lossy(&response.body);
    let cloudflare = header("server") == "cloudflare"
        && (body.contains("Attention Required! | Cloudflare") || body.contains("<title>Just a moment..."));
    if cloudflare {
        return Some("a Cloudflare block page".into());
    }
    if header("server") == "akamaighost" && body.contains("Access Denied") {
        return Some("an Akamai block page".into());
    }
    if body.contains("_Incapsula_Resource") {
        return Some("an Imperva block page".into());
    }
    (header("x-datadome") == "protected").then(|| "a DataDome challenge".into())
}
