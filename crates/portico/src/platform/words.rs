//! Every text a person reads, by key, in Fluent files. A test checks that each key in the code
//! exists in every language.

use super::problem::Text;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::collections::HashMap;

const FILES: &[(&str, &str)] = &[("en", include_str!("../../assets/words/en.ftl"))];

/// All languages; the first is what everybody falls back to.
pub struct Words {
    languages: Vec<Language>,
}

/// The texts of one language.
pub struct Language {
    code: &'static str,
    bundle: FluentBundle<FluentResource>,
    ready: HashMap<String, String>,
}

impl Words {
    /// Reads the files that come with the program.
    ///
    /// # Errors
    /// Says which file cannot be read; a test keeps that from happening.
    pub fn load() -> anyhow::Result<Words> {
        let languages = FILES
            .iter()
            .map(|(code, source)| Language::read(code, source))
            .collect::<Result<_, _>>()?;
        Ok(Words { languages })
    }

    /// The language with this code, else English.
    #[must_use]
    pub fn language(&self, code: &str) -> &Language {
        self.languages.iter().find(|l| l.code == code).unwrap_or(&self.languages[0])
    }

    /// The best of our languages for an `Accept-Language` header, if one of ours is in it.
    #[must_use]
    pub fn accepted(&self, header: &str) -> Option<&Language> {
        header.split(',').find_map(|part| {
            let tag = part.split(';').next()?.trim();
            let primary = tag.split('-').next()?;
            self.languages.iter().find(|l| l.code.eq_ignore_ascii_case(primary))
        })
    }

    /// Codes of all languages.
    #[must_use]
    pub fn codes(&self) -> Vec<&'static str> {
        self.languages.iter().map(|l| l.code).collect()
    }
}

impl Language {
    fn read(code: &'static str, source: &str) -> anyhow::Result<Language> {
        let resource = FluentResource::try_new(source.to_owned())
            .map_err(|(_, errors)| anyhow::anyhow!("words of {code}: {errors:?}"))?;
        let keys: Vec<String> = source
            .lines()
            .filter_map(|line| line.split_once(" =").map(|(key, _)| key))
            .filter(|key| key.starts_with(|c: char| c.is_ascii_lowercase()))
            .map(str::to_owned)
            .collect();
        let mut bundle = FluentBundle::new_concurrent(vec![code.parse()?]);
        bundle.set_use_isolating(false);
        bundle
            .add_resource(resource)
            .map_err(|errors| anyhow::anyhow!("words of {code}: {errors:?}"))?;
        let mut language = Language { code, bundle, ready: HashMap::new() };
        for key in keys {
            let mut errors = Vec::new();
            let text = language.format(&key, None, &mut errors);
            if errors.is_empty() {
                language.ready.insert(key, text);
            }
        }
        Ok(language)
    }

    /// Its code: `en`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// The text with this key, which has nothing to fill in.
    #[must_use]
    pub fn say<'a>(&'a self, key: &'a str) -> &'a str {
        self.ready.get(key).map_or(key, String::as_str)
    }

    /// The text with this key, filled in. Whole numbers choose the plural.
    #[must_use]
    pub fn fill(&self, key: &str, args: &[(&str, &str)]) -> String {
        let mut values = FluentArgs::with_capacity(args.len());
        for (name, value) in args {
            values.set(*name, as_value(value));
        }
        self.format(key, Some(&values), &mut Vec::new())
    }

    /// A `Text` as a sentence.
    #[must_use]
    pub fn sentence(&self, text: &Text) -> String {
        let args: Vec<(&'static str, &str)> =
            text.args.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.fill(text.key, &args)
    }

    /// Whether the key exists.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    fn format(
        &self,
        key: &str,
        args: Option<&FluentArgs>,
        errors: &mut Vec<fluent_bundle::FluentError>,
    ) -> String {
        match self.bundle.get_message(key).and_then(|m| m.value()) {
            Some(pattern) => self.bundle.format_pattern(pattern, args, errors).into_owned(),
            None => key.to_owned(),
        }
    }
}

/// Plain whole numbers count (plural forms); all else is text, so that `12.30` stays as written.
fn as_value(value: &str) -> FluentValue<'_> {
    let counts = !value.is_empty() && value.len() < 10 && value.bytes().all(|b| b.is_ascii_digit());
    match value.parse::<u32>() {
        Ok(number) if counts && number.to_string() == value => FluentValue::from(number),
        _ => FluentValue::from(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn sources(dir: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, found);
            } else if path.extension().is_some_and(|e| e == "rs") {
                found.push(std::fs::read_to_string(&path).unwrap());
            }
        }
    }

    /// Keys stand in the code as the first argument of `say(`, `fill(`, `Text::plain(`.
    fn keys_in_code() -> Vec<String> {
        let mut files = Vec::new();
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
        let mut keys = Vec::new();
        for file in files {
            for call in ["say(", "fill(", "Text::plain("] {
                for (at, _) in file.match_indices(call) {
                    let rest = file[at + call.len()..].trim_start();
                    if let Some(rest) = rest.strip_prefix('"') {
                        let key = rest.split('"').next().unwrap();
                        if is_key(key) {
                            keys.push(key.to_owned());
                        }
                    }
                }
            }
        }
        keys.sort();
        keys.dedup();
        keys
    }

    fn is_key(text: &str) -> bool {
        let part = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        !text.is_empty() && text.chars().all(part)
    }

    #[test]
    fn every_key_in_the_code_exists_in_every_language() {
        let words = Words::load().unwrap();
        for code in words.codes() {
            let language = words.language(code);
            let missing: Vec<_> =
                keys_in_code().into_iter().filter(|key| !language.has(key)).collect();
            assert!(missing.is_empty(), "words missing in {code}: {missing:#?}");
        }
    }

    #[test]
    fn numbers_choose_the_plural_and_amounts_stay_as_written() {
        let words = Words::load().unwrap();
        let en = words.language("xx");
        assert_eq!(en.code(), "en");
        assert_eq!(en.fill("lines-count", &[("count", "1")]), "1 line");
        assert_eq!(en.fill("lines-count", &[("count", "8")]), "8 lines");
        assert_eq!(words.accepted("nl-NL,en;q=0.8").map(Language::code), Some("en"));
    }
}
