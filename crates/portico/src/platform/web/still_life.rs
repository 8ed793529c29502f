//! Twelve drawn products: the wall beside the sign-in form, and pictures for the demo.

use maud::{Markup, PreEscaped, html};

/// The drawings by name, as whole SVG files of 100 by 100.
pub const DRAWINGS: [(&str, &str); 12] = [
    ("mug", include_str!("../../../assets/still/mug.svg")),
    ("candle", include_str!("../../../assets/still/candle.svg")),
    ("lantern", include_str!("../../../assets/still/lantern.svg")),
    ("wrap", include_str!("../../../assets/still/wrap.svg")),
    ("teapot", include_str!("../../../assets/still/teapot.svg")),
    ("tin", include_str!("../../../assets/still/tin.svg")),
    ("cards", include_str!("../../../assets/still/cards.svg")),
    ("jug", include_str!("../../../assets/still/jug.svg")),
    ("jar", include_str!("../../../assets/still/jar.svg")),
    ("pillars", include_str!("../../../assets/still/pillars.svg")),
    ("cup", include_str!("../../../assets/still/cup.svg")),
    ("apron", include_str!("../../../assets/still/apron.svg")),
];

/// All drawings as a wall; ornament only.
pub fn panel() -> Markup {
    html! { div.still-life aria-hidden="true" { @for (_, svg) in DRAWINGS { (PreEscaped(svg)) } } }
}
