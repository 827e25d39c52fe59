//! What paths get that nobody knows, and what errors tell about the inside of the program.

use super::exposed::stands_elsewhere;
use super::origin_of;
use super::pages::{answer, is_html};
use crate::http::{Request, Response};
use crate::look::{Gather, Look};
use model::facts::{Nowhere, Trace};
use model::{Level, Seen, Subject};

/// A path whose escape is no letter: programs that don't expect it stumble.
const STUMBLE: &str = "/launch-ready/%ff";
/// Words of debug output, with who writes them. A status of an error is needed as well.
const TRACES: [(&str, &str); 14] = [
    ("You're seeing this error because you have <code>DEBUG = True</code>", "Django"),
    ("Using the URLconf defined in <code>", "Django"),
    ("<title>Action Controller: Exception caught</title>", "Rails"),
    ("Rails.root: ", "Rails"),
    ("Symfony Exception", "Symfony"),
    ("window.ignite(", "Laravel"),
    ("Whoops\\Exception\\", "Laravel"),
    ("Werkzeug Debugger", "Flask"),
    ("Traceback (most recent call last)", "Python"),
    ("Fatal error: Uncaught ", "PHP"),
    ("Stack trace:\n#0 ", "PHP"),
    ("at Layer.handle", "Express"),
    ("at decode_param (", "Express"),
    ("Server Error in '/' Application", "ASP.NET"),
];

impl Gather for Nowhere {
    async fn gather(look: &Look, subject: &Subject) -> Seen<Self> {
        look.needs_level(Level::Safe)?;
        let origin = origin_of(subject)?;
        let url = super::url(&origin, &format!("/{}", look.nonce()))?;
        let visited = look.visit(&url).await?;
        let response = match visited.as_ref() {
            Ok(response) => response,
            Err(failure) => {
                return Ok(Self {
                    answer: Err(failure.clone()),
                    moved: false,
                    same_as_home: false,
                    home_headers: Vec::new(),
                    trace: None,
                });
            }
        };
        if stands_elsewhere(look, response, &origin).await? {
            let answer = Ok(answer(response, &url));
            return Ok(Self { answer, moved: true, same_as_home: false, home_headers: Vec::new(), trace: None });
        }
        let home = look.visit(&super::url(&origin, "/")?).await?;
        let same_as_home = home.as_ref().as_ref().is_ok_and(|home| home.body == response.body);
        let stumbled = look.fetch_raw(Request::get(super::url(&origin, STUMBLE)?)).await?;
        let trace = traced("/…", response).or_else(|| traced(STUMBLE, stumbled.as_ref().ok()?));
        let page = home.as_ref().as_ref().ok().filter(|h| h.status == 200 && is_html(h));
        let home_headers = page.map_or(Vec::new(), |h| h.headers.keys().map(|n| n.as_str().to_owned()).collect());
        Ok(Self { answer: Ok(answer(response, &url)), moved: false, same_as_home, home_headers, trace })
    }
}

fn traced(path: &str, response: &Response) -> Option<Trace> {
    if response.status < 400 {
        return None;
    }
    let text = String::from_utf8_lossy(&response.body);
    let (proof, by) = TRACES.iter().find(|(words, _)| text.contains(words))?;
    Some(Trace {
        path: path.to_owned(),
        status: response.status,
        by: (*by).to_owned(),
        proof: model::text::quote(proof, 80),
    })
}
