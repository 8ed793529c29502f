//! What pages look like, kept by the process: stylesheet and script of the brand, the fixed words of the frame, and the
//! wholesaler's name as last read, so that a page about a lost database can still say whose it is.

use crate::platform::web::assets::Assets;
use crate::platform::web::brand::BrandTokens;
use crate::platform::web::frame::{BrandView, FrameWords, SessionWords};
use crate::platform::words::{Language, Words};
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

/// See the module.
pub struct Look {
    brand: RwLock<Arc<Brand>>,
    frames: HashMap<&'static str, Arc<FrameWords>>,
}

struct Brand {
    name: String,
    logo_url: Option<String>,
    tokens: BrandTokens,
    assets: Arc<Assets>,
}

impl Look {
    /// The look of a wholesaler whose name is not known yet.
    #[must_use]
    pub fn new(words: &Words) -> Look {
        let frames = words
            .codes()
            .into_iter()
            .map(|code| (code, Arc::new(frame_words(words.language(code)))));
        let unknown = BrandView { name: "Portico".to_owned(), ..BrandView::default() };
        Look { brand: RwLock::new(Arc::new(Brand::new(&unknown))), frames: frames.collect() }
    }

    /// Stylesheet, script and icon.
    #[must_use]
    pub fn assets(&self) -> Arc<Assets> {
        self.brand().assets.clone()
    }

    /// The wholesaler's name, logo and brand as last read.
    #[must_use]
    pub fn last(&self) -> BrandView {
        let brand = self.brand();
        BrandView {
            name: brand.name.clone(),
            logo_url: brand.logo_url.clone(),
            tokens: brand.tokens.clone(),
            ..BrandView::default()
        }
    }

    /// The fixed words of the frame.
    #[must_use]
    pub fn frame_words(&self, language: &Language) -> Arc<FrameWords> {
        self.frames.get(language.code()).cloned().unwrap_or_default()
    }

    /// Remembers the wholesaler's name and brand; the icon shows the first letter.
    pub fn is(&self, read: &BrandView) {
        let known = self.brand();
        let same = known.name == read.name
            && known.logo_url == read.logo_url
            && known.tokens == read.tokens;
        if !same {
            let brand = Arc::new(Brand::new(read));
            *self.brand.write().unwrap_or_else(PoisonError::into_inner) = brand;
        }
    }

    fn brand(&self) -> Arc<Brand> {
        self.brand.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Brand {
    fn new(read: &BrandView) -> Brand {
        let letter = read.name.chars().next().unwrap_or('P');
        Brand {
            name: read.name.clone(),
            logo_url: read.logo_url.clone(),
            tokens: read.tokens.clone(),
            assets: Assets::new(&read.tokens, letter),
        }
    }
}

fn frame_words(words: &Language) -> FrameWords {
    FrameWords {
        skip: words.say("frame-skip").to_owned(),
        menu: words.say("frame-menu").to_owned(),
        menu_open: words.say("frame-menu-open").to_owned(),
        search_open: words.say("frame-search-open").to_owned(),
        cart_title: words.say("frame-cart").to_owned(),
        cart_goods: words.say("frame-cart-goods").to_owned(),
        cart_view: words.say("frame-cart-view").to_owned(),
        acting_switch: words.say("frame-acting-switch").to_owned(),
        session: SessionWords {
            title: words.say("session-end-title").to_owned(),
            soon: words.fill("session-end-soon", &[("time", "{time}")]),
            last: words.fill("session-end-last", &[("time", "{time}")]),
            over: words.say("session-end-over").to_owned(),
            stay: words.say("session-end-stay").to_owned(),
            close: words.say("session-end-close").to_owned(),
        },
    }
}
