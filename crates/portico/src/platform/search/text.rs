//! From texts to words: lower case, without accents, cut at everything that is neither letter nor digit.

use tantivy::tokenizer::{
    AsciiFoldingFilter, LowerCaser, SimpleTokenizer, TextAnalyzer, Token, TokenStream, Tokenizer,
};

/// Name of the tokenizer of words.
pub(super) const WORDS: &str = "portico_words";
/// Name of the tokenizer of codes.
pub(super) const PARTS: &str = "portico_parts";
/// Letters in a part of a code.
pub(super) const PART: usize = 3;
/// Codes are cut to this many letters, so that none makes the index swell.
const CODE_LONGEST: usize = 100;

/// What cuts texts into words.
pub(super) fn words_analyzer() -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .build()
}

/// The words of a text, as they are compared.
#[must_use]
pub fn words_of(text: &str) -> Vec<String> {
    let mut analyzer = words_analyzer();
    let mut stream = analyzer.token_stream(text);
    let mut words = Vec::new();
    stream.process(&mut |token| words.push(token.text.clone()));
    words
}

/// A code as it is compared: its letters and digits alone, `FS-10/42 ä` as `fs1042a`.
#[must_use]
pub fn squashed(code: &str) -> String {
    words_of(code).concat().chars().take(CODE_LONGEST).collect()
}

/// Cuts a squashed code into overlapping parts, each at its own position, so that parts in a row find
/// any inner part of the code.
#[derive(Clone, Default)]
pub(super) struct PartsTokenizer;

/// The parts of one code.
pub(super) struct Parts {
    letters: Vec<char>,
    at: usize,
    token: Token,
}

impl Tokenizer for PartsTokenizer {
    type TokenStream<'a> = Parts;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Parts {
        Parts { letters: text.chars().collect(), at: 0, token: Token::default() }
    }
}

impl TokenStream for Parts {
    fn advance(&mut self) -> bool {
        let Some(part) = self.letters.get(self.at..self.at + PART) else {
            return false;
        };
        self.token.text = part.iter().collect();
        self.token.position = self.at;
        self.at += 1;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

/// The parts of a squashed code.
pub(super) fn parts_of(code: &str) -> Vec<String> {
    let letters: Vec<char> = code.chars().collect();
    letters.windows(PART).map(|part| part.iter().collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_and_marks_do_not_matter() {
        assert_eq!(words_of("Crème-Brûlée, 0.5 L"), ["creme", "brulee", "0", "5", "l"]);
        assert_eq!(squashed(" FS-10/42 Ä"), "fs1042a");
        assert_eq!(parts_of("fs10"), ["fs1", "s10"]);
        assert!(parts_of("fs").is_empty());
        assert_eq!(squashed(&"x".repeat(500)).len(), 100);
    }
}
