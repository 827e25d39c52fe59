//! Which language a file is written in.

/// Languages whose readers of variables are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// JavaScript and TypeScript, also inside Vue, Svelte and Astro files.
    JavaScript,
    /// Python.
    Python,
    /// Ruby, also inside ERB and YAML with ERB.
    Ruby,
    /// PHP.
    Php,
    /// Go.
    Go,
    /// Rust.
    Rust,
    /// Java, Kotlin, Scala, Groovy.
    Java,
    /// C#.
    CSharp,
    /// POSIX shell and bash.
    Shell,
    /// Elixir.
    Elixir,
    /// Prisma schemas.
    Prisma,
    /// Spring's `application.properties` and `application.yml`, where `${NAME:default}` reads a variable.
    Spring,
}

impl Language {
    /// By file name, and by the first line of files without extension.
    #[must_use]
    pub fn of(path: &str, text: &str) -> Option<Self> {
        let file = path.rsplit('/').next().unwrap_or(path);
        let extension = file.rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase());
        Some(match extension.as_deref() {
            Some("js" | "mjs" | "cjs" | "jsx" | "ts" | "mts" | "cts" | "tsx" | "vue" | "svelte" | "astro") => {
                Self::JavaScript
            }
            Some("py" | "pyi") => Self::Python,
            Some("rb" | "rake" | "erb" | "ru" | "gemspec") => Self::Ruby,
            Some("yml" | "yaml") if text.contains("<%") && text.contains("ENV") => Self::Ruby,
            Some("yml" | "yaml" | "properties") if file.starts_with("application") || file.starts_with("bootstrap") => {
                Self::Spring
            }
            Some("php") => Self::Php,
            Some("go") => Self::Go,
            Some("rs") => Self::Rust,
            Some("java" | "kt" | "kts" | "scala" | "groovy" | "gradle") => Self::Java,
            Some("cs") => Self::CSharp,
            Some("sh" | "bash" | "zsh") => Self::Shell,
            Some("ex" | "exs" | "eex" | "heex") => Self::Elixir,
            Some("prisma") => Self::Prisma,
            _ if matches!(file, "Rakefile" | "Gemfile" | "Capfile") => Self::Ruby,
            None => Self::of_first_line(text.lines().next()?)?,
            Some(_) => return None,
        })
    }

    fn of_first_line(line: &str) -> Option<Self> {
        let program = line.strip_prefix("#!")?;
        let is = |word: &str| {
            program.split(['/', ' ']).any(|p| p.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.') == word)
        };
        Some(if is("sh") || is("bash") || is("zsh") || is("dash") {
            Self::Shell
        } else if is("python") {
            Self::Python
        } else if is("node") || is("deno") || is("bun") {
            Self::JavaScript
        } else if is("ruby") {
            Self::Ruby
        } else if is("php") {
            Self::Php
        } else {
            return None;
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_name_and_by_first_line() {
        assert_eq!(Language::of("web/src/App.tsx", ""), Some(Language::JavaScript));
        assert_eq!(Language::of("bin/start", "#!/usr/bin/env bash\n"), Some(Language::Shell));
        assert_eq!(Language::of("bin/manage", "#!/usr/bin/python3.11\n"), Some(Language::Python));
        assert_eq!(Language::of("config/database.yml", "url: <%= ENV['DATABASE_URL'] %>"), Some(Language::Ruby));
        assert_eq!(Language::of("src/main/resources/application.yml", "a: b"), Some(Language::Spring));
        assert_eq!(Language::of("docs/notes.yml", "a: b"), None);
        assert_eq!(Language::of("LICENSE", "MIT"), None);
    }
}
