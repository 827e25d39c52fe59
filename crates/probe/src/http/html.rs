//! What of an HTML page matters to checks.

use lol_html::html_content::TextType;
use lol_html::{HtmlRewriter, Settings, element, text};
use model::facts::{Html, LinkRole, Loaded, PasswordForm};
use std::cell::RefCell;
use std::rc::Rc;
use url::Url;

/// At most so many links and resources are kept.
const KEEP: usize = 200;
/// Titles by which servers and platforms announce that nothing is deployed yet, with the server's name.
const DEFAULT_PAGES: [(&str, &str); 8] = [
    ("Welcome to nginx!", "nginx"),
    ("Apache2 Debian Default Page: It works", "Apache"),
    ("Apache2 Ubuntu Default Page: It works", "Apache"),
    ("Test Page for the Apache HTTP Server", "Apache"),
    ("HTTP Server Test Page powered by", "Apache"),
    ("IIS Windows Server", "IIS"),
    ("Caddy works!", "Caddy"),
    ("The install worked successfully! Congratulations!", "Django"),
];
/// Ways out that only a signed-in visitor is offered.
const SIGN_OUT: [&str; 6] = ["logout", "log-out", "log_out", "signout", "sign-out", "sign_out"];

#[derive(Default)]
struct Collected {
    html: Html,
    title: String,
    /// The form that is open, while its fields are read.
    form: Option<(String, String)>,
    base: Option<Url>,
    /// Addresses of the page's own host, with how the page leads there.
    own: Vec<(Url, LinkRole)>,
    /// The body has begun.
    in_body: bool,
    /// Letters that a visitor reads in the body before any script runs, spaces left out.
    letters: usize,
    /// A script runs.
    scripted: bool,
}

/// A page that shows fewer letters than this and runs a script is drawn by the script ("Loading…" still fits).
const SHELL_LETTERS: usize = 40;

/// Titles that scaffolds give and nobody wants to show.
const SCAFFOLDS: [&str; 14] = [
    "Vite App",
    "Vite + React",
    "Vite + React + TS",
    "Vite + Vue",
    "Vite + Vue + TS",
    "Vite + Svelte",
    "Vite + TS",
    "Vite + Preact",
    "React App",
    "Create Next App",
    "Vue App",
    "Document",
    "Untitled Document",
    "Untitled",
];

/// Addresses of the page's own host, each once, in order.
pub(crate) fn references(body: &[u8], url: &Url) -> Vec<(Url, LinkRole)> {
    let mut own = collect(body, url).own;
    own.retain(|(to, _)| to != url && to.origin() == url.origin());
    let mut seen = std::collections::HashSet::new();
    own.retain(|(to, _)| seen.insert(to.clone()));
    own
}

/// Reads a page that was answered at `url`. Broken markup gives what was read up to there.
pub(crate) fn read(body: &[u8], url: &Url) -> Html {
    let mut state = collect(body, url);
    let title = state.title.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut html = std::mem::take(&mut state.html);
    let text = String::from_utf8_lossy(body);
    html.default_page =
        DEFAULT_PAGES.iter().find(|(t, _)| title.starts_with(t)).map(|(_, server)| (*server).to_owned());
    html.shell = state.scripted && state.letters < SHELL_LETTERS;
    html.listing = (title.starts_with("Index of /") || title.starts_with("Directory listing for /"))
        && html.default_page.is_none();
    html.placeholder = SCAFFOLDS.iter().find(|s| title == **s).map(|s| format!("the title \"{s}\"")).or_else(|| {
        text.to_ascii_lowercase().contains("lorem ipsum dolor").then(|| "the words \"Lorem ipsum dolor\"".to_owned())
    });
    html.title = Some(model::text::quote(&title, 120)).filter(|t| !t.is_empty());
    html
}

fn collect(body: &[u8], url: &Url) -> Collected {
    let state = Rc::new(RefCell::new(Collected { base: Some(url.clone()), ..Collected::default() }));
    let on = |f: fn(&mut Collected, &Element)| {
        let state = state.clone();
        move |el: &mut lol_html::html_content::Element| {
            f(&mut state.borrow_mut(), &Element(el));
            Ok(())
        }
    };
    let (title, read) = (state.clone(), state.clone());
    let settings = Settings::new()
        .append_element_content_handler(element!("base[href]", on(base)))
        .append_element_content_handler(element!("form", on(form)))
        .append_element_content_handler(element!("input[type]", on(input)))
        .append_element_content_handler(element!("body", on(|state, _| state.in_body = true)))
        .append_element_content_handler(element!("a[href]", on(link)))
        .append_element_content_handler(element!("meta", on(meta)))
        .append_element_content_handler(element!(
            "script[src], iframe[src], img[src], audio[src], video[src], source[src], embed[src], object[data], link[href]",
            on(resource)
        ))
        .append_element_content_handler(element!("script", on(|state, _| state.scripted = true)))
        .append_element_content_handler(text!("body", move |chunk| {
            if chunk.text_type() == TextType::Data {
                let letters = chunk.as_str().chars().filter(|c| !c.is_whitespace()).count();
                read.borrow_mut().letters += letters;
            }
            Ok(())
        }))
        .append_element_content_handler(text!("title", move |chunk| {
            title.borrow_mut().title.push_str(chunk.as_str());
            Ok(())
        }));
    let mut rewriter = HtmlRewriter::new(settings, |_: &[u8]| {});
    // A page that breaks the parser's limits is read as far as it goes.
    if rewriter.write(body).is_ok() {
        rewriter.end().ok();
    }
    state.take()
}

/// The few attributes we read, without the element's mutability.
struct Element<'a, 'b, 'c>(&'a lol_html::html_content::Element<'b, 'c>);

impl Element<'_, '_, '_> {
    fn get(&self, name: &str) -> Option<String> {
        self.0.get_attribute(name)
    }
}

impl Collected {
    fn absolute(&self, reference: &str) -> Option<Url> {
        self.base.as_ref()?.join(reference.trim()).ok()
    }
}

fn base(state: &mut Collected, el: &Element) {
    if let Some(url) = el.get("href").and_then(|href| state.absolute(&href)) {
        state.base = Some(url);
    }
}

fn form(state: &mut Collected, el: &Element) {
    let action = el.get("action").unwrap_or_default();
    // Forms of script frameworks name no method and send by script: that is not the same as asking for GET.
    let method = el.get("method").unwrap_or_default().to_ascii_lowercase();
    signs_out(state, &action);
    let action = state.absolute(&action).map(without_query).unwrap_or_default();
    if action.starts_with("http://") && !state.html.insecure_forms.contains(&action) {
        state.html.insecure_forms.push(action.clone());
    }
    state.form = Some((action, method));
}

fn input(state: &mut Collected, el: &Element) {
    if !el.get("type").is_some_and(|t| t.eq_ignore_ascii_case("password")) {
        return;
    }
    // A field outside any form is sent by a script; the page's own address stands for the action.
    let here = state.base.clone().map(without_query).unwrap_or_default();
    let (action, method) = state.form.clone().unwrap_or((here, "script".into()));
    state.html.insecure_forms.retain(|a| *a != action);
    let form = PasswordForm { action, method };
    if !state.html.password_forms.contains(&form) {
        state.html.password_forms.push(form);
    }
}

fn link(state: &mut Collected, el: &Element) {
    let Some(href) = el.get("href") else { return };
    signs_out(state, &href);
    let Some(url) = state.absolute(&href).filter(|u| matches!(u.scheme(), "http" | "https")) else { return };
    if state.own.len() < KEEP {
        state.own.push((url.clone(), LinkRole::Link));
    }
    let url = without_query(url);
    if state.html.links.len() < KEEP && !state.html.links.contains(&url) {
        state.html.links.push(url);
    }
}

fn signs_out(state: &mut Collected, address: &str) {
    let address = address.to_ascii_lowercase();
    state.html.signed_in |= SIGN_OUT.iter().any(|word| address.contains(word));
}

fn meta(state: &mut Collected, el: &Element) {
    let typed = el.get("http-equiv").is_some_and(|h| h.eq_ignore_ascii_case("content-type"));
    let in_content = || el.get("content").is_some_and(|c| c.to_ascii_lowercase().contains("charset="));
    let robots = el.get("name").is_some_and(|n| n.eq_ignore_ascii_case("robots"));
    state.html.noindex |= robots && el.get("content").is_some_and(|c| c.to_ascii_lowercase().contains("noindex"));
    state.html.charset |= el.get("charset").is_some() || (typed && in_content());
    let policy = el.get("http-equiv").is_some_and(|h| h.eq_ignore_ascii_case("content-security-policy"));
    if let Some(content) = el.get("content").filter(|_| policy) {
        state.html.meta_policies.push(model::text::quote(&content, 32_000));
    }
}

fn resource(state: &mut Collected, el: &Element) {
    let tag = el.0.tag_name();
    if tag == "link" {
        let rel = el.get("rel").unwrap_or_default().to_ascii_lowercase();
        // Only these make the browser load something.
        if !rel.split_whitespace().any(|r| matches!(r, "stylesheet" | "icon" | "preload" | "modulepreload")) {
            return;
        }
    }
    let address = el.get("src").or_else(|| el.get("href")).or_else(|| el.get("data"));
    let Some(url) = address.and_then(|a| state.absolute(&a)) else { return };
    load(state, el, &tag, &url);
    if url.scheme() == "http" && state.html.insecure_resources.len() < KEEP {
        state.html.insecure_resources.push((without_query(url), tag));
    }
}

/// Pictures, scripts and style sheets, with what the page says about each.
fn load(state: &mut Collected, el: &Element, tag: &str, url: &Url) {
    let rel = el.get("rel").unwrap_or_default().to_ascii_lowercase();
    let role = match tag {
        "img" => LinkRole::Image,
        "script" => LinkRole::Script,
        "link" if rel.split_whitespace().any(|r| r == "stylesheet") => LinkRole::Style,
        _ => return,
    };
    if !matches!(url.scheme(), "http" | "https") || state.html.loads.len() >= KEEP {
        return;
    }
    let waits = match role {
        LinkRole::Script => {
            let module = el.get("type").is_some_and(|t| t.eq_ignore_ascii_case("module"));
            !module && el.get("async").is_none() && el.get("defer").is_none()
        }
        LinkRole::Style => !el.get("media").is_some_and(|m| m.eq_ignore_ascii_case("print")),
        _ => false,
    };
    state.own.push((url.clone(), role));
    state.html.loads.push(Loaded {
        url: without_query(url.clone()),
        element: tag.to_owned(),
        blocking: waits && !state.in_body,
        integrity: el.get("integrity").is_some_and(|i| i.starts_with("sha")),
    });
}

/// Query values and fragments can hold what is nobody's business.
pub(crate) fn without_query(mut url: Url) -> String {
    url.set_query(None);
    url.set_fragment(None);
    url.into()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn page(body: &str) -> Html {
        read(body.as_bytes(), &Url::parse("https://app.acme.example/login?next=1").unwrap())
    }

    #[test]
    fn a_password_form_is_found_with_its_target() {
        let html = page("<form action=/session method=POST><input type=Password name=p></form>");
        let form = PasswordForm { action: "https://app.acme.example/session".into(), method: "post".into() };
        assert_eq!(html.password_forms, [form]);
    }

    #[test]
    fn plain_http_resources_are_listed_and_links_are_not() {
        let html = page("<script src='http://cdn.example/x.js?k=1'></script><a href='http://other.example/'>x</a>");
        assert_eq!(html.insecure_resources, [("http://cdn.example/x.js".to_owned(), "script".into())]);
        assert_eq!(html.links, ["http://other.example/"]);
    }

    #[test]
    fn titles_tell_default_pages() {
        assert_eq!(page("<title>Welcome to nginx!</title>").default_page.as_deref(), Some("nginx"));
        assert_eq!(page("<title>How we welcome you</title>").default_page, None);
    }

    #[test]
    fn a_page_that_a_script_draws_is_a_shell() {
        let script = "<script type=module src=/app.js></script>";
        assert!(page(&format!("<body><div id=root></div><noscript>Enable it</noscript>{script}")).shell);
        assert!(!page("<body><div id=root></div>").shell);
        let words = "Help desk for small teams that answer their customers by mail.";
        assert!(!page(&format!("<body><p>{words}</p>{script}")).shell);
    }

    #[test]
    fn broken_markup_is_read_as_far_as_it_goes() {
        let html = page("<title>x</title><a href=/logout><form <<<<");
        assert!(html.signed_in);
        assert_eq!(html.title.as_deref(), Some("x"));
    }
}
