//! Cookies by their attributes. Values are looked at here and go no further.

use model::facts::CookieSeen;

/// Names (in part) that sessions and log-in tokens have.
const SESSION_NAMES: [&str; 12] = [
    "sess",
    "sid",
    "auth",
    "token",
    "jwt",
    "login",
    "remember",
    "connect.sid",
    "jsessionid",
    "laravel",
    "identity",
    "account",
];
/// Names that look alike and are none: protection against forgery must be readable by scripts, and a load balancer's
/// cookie opens nothing.
const NOT_SESSIONS: [&str; 13] = [
    "csrf", "xsrf", "consent", "__cf", "_ga", "theme", "sticky", "affinity", "bigip", "awsalb", "awselb", "incap",
    "_hj",
];
/// A session value is long enough not to be guessed (OWASP: 64 bits, 11 characters of base64).
const MIN_VALUE: usize = 11;

/// Reads one `Set-Cookie`; `None` for what sets nothing or deletes.
pub(crate) fn read(text: &str) -> Option<CookieSeen> {
    let mut parts = text.split(';');
    let (name, value) = parts.next()?.split_once('=')?;
    let (name, value) = (name.trim(), value.trim().trim_matches('"'));
    if name.is_empty() {
        return None;
    }
    let mut cookie = CookieSeen {
        name: model::text::quote(name, 80),
        secure: false,
        http_only: false,
        same_site: None,
        domain: None,
        path: None,
        session_like: session_like(name, value),
        size: u32::try_from(name.len() + value.len()).unwrap_or(u32::MAX),
    };
    let mut deleted = value.is_empty();
    for part in parts {
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        let value = value.trim();
        match key.trim().to_ascii_lowercase().as_str() {
            "secure" => cookie.secure = true,
            "httponly" => cookie.http_only = true,
            "samesite" => cookie.same_site = Some(model::text::quote(value, 20)),
            "domain" => cookie.domain = Some(model::text::quote(value.trim_start_matches('.'), 253)),
            "path" => cookie.path = Some(model::text::quote(value, 120)),
            "max-age" => deleted |= value == "0" || value.starts_with('-'),
            _ => {}
        }
    }
    (!deleted).then_some(cookie)
}

fn session_like(name: &str, value: &str) -> bool {
    let name = name.to_ascii_lowercase();
    value.len() >= MIN_VALUE
        && SESSION_NAMES.iter().any(|part| name.contains(part))
        && !NOT_SESSIONS.iter().any(|part| name.contains(part))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn attributes_are_read_in_any_case() {
        let c = read("sessionid=0123456789abcdef; secure; HTTPONLY; SameSite=Lax; Path=/").unwrap();
        assert!(c.secure && c.http_only && c.session_like);
        assert_eq!(c.same_site.as_deref(), Some("Lax"));
    }

    #[test]
    fn forgery_tokens_and_short_values_are_no_sessions() {
        assert!(!read("csrftoken=0123456789abcdef").unwrap().session_like);
        assert!(!read("session=1").unwrap().session_like);
        assert!(!read("theme=dark-and-long-value").unwrap().session_like);
        for name in ["AWSALB", "stickysession", "visid_incap_1", "BIGipServerpool", "ARRAffinity"] {
            assert!(!read(&format!("{name}=0123456789abcdef")).unwrap().session_like, "{name}");
        }
    }

    #[test]
    fn a_deletion_sets_nothing() {
        assert!(read("sessionid=; Max-Age=0").is_none());
        assert!(read("sessionid=abc; Max-Age=0").is_none());
        assert!(read("garbage").is_none());
    }
}
