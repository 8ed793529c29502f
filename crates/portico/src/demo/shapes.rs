//! What stands on the pictures, drawn on a square of 400 with the table's edge at 290: from back to front.

/// One thing drawn. Colours: `m` main, `d` deep, `p` pale, `a` accent of the palette, or a colour by itself.
pub(crate) enum Part {
    /// The shadow on the table: middle and half its width.
    Shadow(i32, i32),
    /// A path with light from the left.
    Solid(&'static str, &'static str),
    /// A path in one colour.
    Flat(&'static str, &'static str),
    /// An ellipse: middle and radii.
    Oval(&'static str, [i32; 4]),
    /// A stroke of some width.
    Line(&'static str, i32, &'static str),
}

use Part::{Flat, Line, Oval, Shadow, Solid};

/// Every shape by its name.
pub(crate) const SHAPES: [(&str, &[Part]); 24] = [
    ("mug", MUG),
    ("cup", CUP),
    ("teapot", TEAPOT),
    ("plate", PLATE),
    ("bowl", BOWL),
    ("glass", GLASS),
    ("vase", VASE),
    ("jar", JAR),
    ("tin", TIN),
    ("candle", CANDLE),
    ("lantern", LANTERN),
    ("lamp", LAMP),
    ("clock", CLOCK),
    ("frame", FRAME),
    ("towel", TOWEL),
    ("apron", APRON),
    ("cushion", CUSHION),
    ("bag", BAG),
    ("basket", BASKET),
    ("cards", CARDS),
    ("wrap", WRAP),
    ("notebook", NOTEBOOK),
    ("toy", TOY),
    ("ornament", ORNAMENT),
];

const MUG: &[Part] = &[
    Shadow(200, 96),
    Line("m", 22, "M262 155c78-14 78 112-6 104"),
    Solid("m", "M118 112v150q0 56 56 56h44q56 0 56-56V112z"),
    Flat("#0000001c", "M118 240v22q0 56 56 56h44q56 0 56-56v-22z"),
    Oval("d", [196, 112, 78, 17]),
    Oval("#0003", [196, 116, 68, 11]),
];

const CUP: &[Part] = &[
    Shadow(200, 130),
    Oval("d", [200, 306, 128, 20]),
    Oval("m", [200, 301, 128, 20]),
    Oval("#0002", [200, 299, 72, 10]),
    Line("m", 16, "M268 190c58-10 54 76-18 70"),
    Solid("m", "M118 165c0 90 26 136 60 136h44c34 0 60-46 60-136z"),
    Oval("p", [200, 165, 82, 18]),
    Oval("#6b4329", [200, 169, 70, 13]),
];

const TEAPOT: &[Part] = &[
    Shadow(196, 104),
    Line("d", 16, "M118 176c0-128 156-128 156 0"),
    Solid("m", "M270 250c44-8 44-66 62-92l22 16c-16 30-30 98-84 108z"),
    Solid("m", "M92 232c0-58 44-74 104-74s104 16 104 74c0 58-30 86-104 86S92 290 92 232z"),
    Solid("d", "M146 164c0-26 100-26 100 0q-50 14-100 0z"),
    Oval("d", [196, 138, 13, 11]),
    Flat("#ffffff14", "M112 214q84 24 168 0v14q-84 24-168 0z"),
];

const PLATE: &[Part] = &[
    Shadow(200, 92),
    Flat("d", "M112 318l18-34h140l18 34z"),
    Solid("m", "M200 66a122 122 0 1 0 .1 0z"),
    Flat("p", "M200 84a104 104 0 1 0 .1 0z"),
    Flat("m", "M200 92a96 96 0 1 0 .1 0z"),
    Solid("p", "M200 118a70 70 0 1 0 .1 0z"),
    Flat("a", "M200 158c24 14 24 46 0 62-24-16-24-48 0-62z"),
    Flat("d", "M194 236q-30-4-36-30 28 2 36 30zm12 0q30-4 36-30-28 2-36 30z"),
];

const BOWL: &[Part] = &[
    Shadow(200, 92),
    Solid("d", "M158 296h84l6 22h-96z"),
    Solid("m", "M84 178c0 82 48 124 116 124s116-42 116-124z"),
    Oval("d", [200, 178, 116, 26]),
    Oval("p", [200, 182, 102, 19]),
    Flat("#00000018", "M94 222q106 44 212 0l-8 20q-98 40-196 0z"),
];

const GLASS: &[Part] = &[
    Shadow(200, 82),
    Flat("#ffffff80", "M128 96l16 206q2 16 20 16h72q18 0 20-16l16-206z"),
    Solid("m", "M134 182l10 120q2 16 20 16h72q18 0 20-16l10-120z"),
    Oval("p", [200, 182, 66, 13]),
    Oval("#ffffffa0", [200, 96, 72, 14]),
    Line("d", 3, "M128 96a72 14 0 1 0 144 0a72 14 0 1 0-144 0l16 206m112 0l16-206"),
    Flat("#ffffff59", "M150 118l12 176h14l-8-174z"),
];

const VASE: &[Part] = &[
    Shadow(200, 76),
    Line(
        "#6f7d57",
        5,
        "M196 170c-6-50-30-70-40-104m44 104c0-50 6-86 10-124m-6 124c6-46 34-62 48-84",
    ),
    Oval("a", [154, 58, 17, 22]),
    Oval("p", [211, 42, 16, 21]),
    Oval("a", [256, 78, 15, 19]),
    Flat("#8b9a70", "M186 128q-36 0-44-28 34 0 44 28zm26-10q30-2 34-26-28 2-34 26z"),
    Solid(
        "m",
        "M168 160h64c0 34 46 52 46 100 0 40-28 58-50 58h-56c-22 0-50-18-50-58 0-48 46-66 46-100z",
    ),
    Oval("d", [200, 160, 32, 8]),
    Flat("#ffffff26", "M124 246q76 22 152 0l2 14q-78 24-156 0z"),
];

const JAR: &[Part] = &[
    Shadow(200, 84),
    Solid("#bd8f62", "M146 92h108v50H146z"),
    Oval("#d3aa80", [200, 92, 54, 10]),
    Flat("#ffffffa8", "M132 140h136q12 12 12 30v128q0 20-22 20H142q-22 0-22-20V170q0-18 12-30z"),
    Solid("m", "M122 202h156v96q0 20-22 20H144q-22 0-22-20z"),
    Oval("d", [200, 202, 78, 11]),
    Flat("p", "M160 232h80v50h-80z"),
    Flat("d", "M172 246h56v6h-56zm10 15h36v5h-36z"),
    Flat("#ffffff66", "M132 168h12v126h-12z"),
];

const TIN: &[Part] = &[
    Shadow(200, 92),
    Solid("m", "M116 128h168v168q0 22-22 22H138q-22 0-22-22z"),
    Solid("d", "M108 88h184v46H108z"),
    Flat("#ffffff1f", "M108 88h184v8H108z"),
    Flat("p", "M116 182h168v80H116z"),
    Flat("a", "M116 182h168v5H116zm0 75h168v5H116z"),
    Flat("d", "M152 208h96v8h-96zm18 20h60v7h-60z"),
];

const CANDLE: &[Part] = &[
    Shadow(200, 88),
    Flat("#efa63c", "M200 44c24 28 22 56 0 64-22-8-24-36 0-64z"),
    Flat("#fbdc8c", "M200 72c11 14 10 30 0 34-10-4-11-20 0-34z"),
    Line("#33302c", 5, "M200 100v50"),
    Solid("m", "M120 150v146q0 22 22 22h116q22 0 22-22V150z"),
    Oval("p", [200, 150, 80, 17]),
    Oval("#fff6", [200, 147, 34, 7]),
    Flat("p", "M144 198h112v72H144z"),
    Flat("d", "M162 218h76v8h-76zm14 22h48v7h-48z"),
];

const LANTERN: &[Part] = &[
    Shadow(200, 88),
    Line("d", 8, "M166 84c0-54 68-54 68 0"),
    Solid("m", "M168 78h64l36 46H132z"),
    Flat("#fff4d6", "M140 124h120v168H140z"),
    Flat("p", "M172 222h56v70h-56z"),
    Flat("#efa63c", "M200 166c16 20 15 40 0 46-15-6-16-26 0-46z"),
    Line("#33302c", 4, "M200 208v16"),
    Solid("m", "M134 124h16v170h-16zm116 0h16v170h-16z"),
    Solid("m", "M124 116h152v16H124z"),
    Solid("d", "M120 290h160v28H120z"),
];

const LAMP: &[Part] = &[
    Shadow(200, 78),
    Solid("d", "M193 178h14v66h-14z"),
    Solid(
        "a",
        "M200 206c38 0 58 34 58 62 0 34-22 50-40 50h-36c-18 0-40-16-40-50 0-28 20-62 58-62z",
    ),
    Solid("m", "M154 62h92l44 126H110z"),
    Oval("p", [200, 188, 90, 12]),
    Flat("#ffffff24", "M154 62h92l3 10H151z"),
];

const CLOCK: &[Part] = &[
    Shadow(200, 106),
    Solid("d", "M92 296h216v22H92z"),
    Solid("m", "M104 298V178a96 96 0 0 1 192 0v120z"),
    Flat("p", "M200 108a72 72 0 1 0 .1 0z"),
    Line("a", 7, "M200 108a72 72 0 1 0 .1 0z"),
    Line("d", 4, "M200 122v12m0 92v12m-58-58h12m92 0h12"),
    Line("d", 6, "M200 180v-36M200 180l30 16"),
    Oval("d", [200, 180, 7, 7]),
    Flat("#ffffff22", "M126 272h148v8H126z"),
];

const FRAME: &[Part] = &[
    Shadow(200, 104),
    Solid("m", "M98 74h204v244H98z"),
    Flat("#00000026", "M116 92h168v208H116z"),
    Flat("p", "M122 98h156v196H122z"),
    Flat("#dfe6e6", "M144 122h112v148H144z"),
    Oval("a", [226, 156, 15, 15]),
    Flat("m", "M144 226l36-40 34 36 18-16 24 26v38H144z"),
    Flat("d", "M144 248l42-16 70 20v18H144z"),
];

const TOWEL: &[Part] = &[
    Line("#8b6446", 10, "M84 78h232"),
    Solid("p", "M136 72h128v218q-32 10-64 0t-64 0z"),
    Flat("m", "M136 112h128v16H136zm0 26h128v6H136zm0 96h128v16H136zm0 26h128v6H136z"),
    Flat("a", "M136 190h128v4H136z"),
    Flat("#0000000f", "M178 72h10v220h-10zm52 0h8v222h-8z"),
    Flat("#ffffff4d", "M136 72h128v10H136z"),
    Line(
        "d",
        2,
        "M140 292v14m12-12v14m12-13v14m12-16v14m12-16v14m12-16v14m12-14v14m12-13v14m12-12v14m12-14v14m12-16v14",
    ),
];

const APRON: &[Part] = &[
    Line("a", 12, "M166 104c-10-70 78-70 68 0"),
    Solid("m", "M158 98h84c0 46 22 60 52 66v140q-94 26-188 0V164c30-6 52-20 52-66z"),
    Line("a", 7, "M106 190l-34 26m222-26l34 26"),
    Flat("d", "M150 206h100v56q-50 20-100 0z"),
    Line("a", 5, "M150 206h100v56q-50 20-100 0z"),
    Flat("#ffffff1f", "M158 98h84l1 9h-86z"),
];

const CUSHION: &[Part] = &[
    Shadow(200, 116),
    Solid(
        "m",
        "M96 118q-6-24 20-20 84 16 168 0 26-4 20 20-14 84 0 168 6 24-20 20-84-14-168 0-26 4-20-20 14-84 0-168z",
    ),
    Line(
        "p",
        5,
        "M112 146q88 12 176 0M108 172q92 10 184 0M108 232q92-10 184 0M112 258q88-12 176 0",
    ),
    Line("a", 7, "M107 202h186"),
    Flat("#ffffff24", "M112 106q88 16 176 0l-6 14q-82 12-164 0z"),
];

const BAG: &[Part] = &[
    Shadow(200, 96),
    Line("d", 12, "M156 160c-6-126 94-126 88 0"),
    Solid("m", "M112 150h176l14 168H98z"),
    Flat("#00000014", "M112 150h176l2 14H110z"),
    Flat("p", "M200 204c34-34 66 14 0 66-66-52-34-100 0-66z"),
    Line("a", 10, "M164 168c-6-136 78-136 72 0"),
];

const BASKET: &[Part] = &[
    Shadow(200, 108),
    Line("d", 13, "M116 200c0-150 168-150 168 0"),
    Flat("p", "M122 196c10-46 60-50 78-22 16-32 70-22 78 22z"),
    Flat("a", "M182 196c0-34 56-40 60 0z"),
    Solid("m", "M92 194h216l-26 124H118z"),
    Line("d", 4, "M98 222h204M103 248h194M109 274h182M114 298h172"),
    Line("#fff4", 5, "M130 200l14 116m24-116l6 116m26-116v116m32-116l-6 116m44-116l-14 116"),
    Solid("d", "M84 186h232v18H84z"),
];

const CARDS: &[Part] = &[
    Flat("#3a332b30", "M98 310l122 20 114-22-20 18-96 20z"),
    Solid("m", "M88 118l132-22 34 206-132 22z"),
    Solid("p", "M150 96l148 16-24 212-148-16z"),
    Flat("a", "M186 206c6-36 60-44 72-8l22-6-20 20c-14 36-66 28-74-6z"),
    Flat("d", "M196 214c14 12 32 12 44-4l-10-14z"),
    Line("m", 6, "M168 268l86 10"),
    Line("a", 3, "M222 234v22m-12-24v24"),
];

const WRAP: &[Part] = &[
    Flat("#3a332b30", "M96 320l196-34 44 12-176 40z"),
    Solid("p", "M62 208L270 84l24 40L86 248z"),
    Flat(
        "m",
        "M98 186l18-10 24 40-18 10zm50-30l18-10 24 40-18 10zm50-30l18-10 24 40-18 10zm50-30l16-9 24 40-16 9z",
    ),
    Oval("d", [282, 104, 11, 21]),
    Solid("m", "M104 286l212-116 22 42-212 116z"),
    Flat("p", "M152 274l16-9 8 14-16 9zm48-27l16-9 8 14-16 9zm48-27l16-9 8 14-16 9z"),
    Oval("d", [327, 191, 11, 22]),
    Oval("p", [327, 191, 5, 11]),
];

const NOTEBOOK: &[Part] = &[
    Shadow(206, 92),
    Flat("#efe9dd", "M132 94h156v222H132z"),
    Line("#d5cdbd", 2, "M284 98v214m-5-214v214"),
    Solid("m", "M118 84h154v234H118z"),
    Flat("#00000024", "M118 84h22v234h-22z"),
    Flat("p", "M162 132h84v48h-84z"),
    Flat("d", "M174 146h60v6h-60zm12 15h36v5h-36z"),
    Flat("a", "M252 84h9v234h-9z"),
    Flat("a", "M186 318h10v22l-5-6-5 6z"),
];

const TOY: &[Part] = &[
    Shadow(200, 124),
    Solid("m", "M74 280v-58q0-16 16-16h40l34-62q8-14 24-14h62q16 0 22 14l26 62h18q18 0 18 18v56z"),
    Flat("p", "M152 204l26-50q3-6 10-6h20v56zm70 0v-56h24q8 0 11 7l20 49z"),
    Flat("a", "M74 238h260v10H74z"),
    Oval("d", [138, 284, 36, 36]),
    Oval("p", [138, 284, 14, 14]),
    Oval("d", [272, 284, 36, 36]),
    Oval("p", [272, 284, 14, 14]),
];

const ORNAMENT: &[Part] = &[
    Line("#8a8479", 3, "M200 0v92"),
    Line("#b89a5e", 6, "M200 84a11 11 0 1 0 .1 0z"),
    Solid("#b89a5e", "M182 102h36v22h-36z"),
    Solid("m", "M200 120a92 92 0 1 0 .1 0z"),
    Flat("p", "M110 196q90 34 180 0l2 12q-92 36-184 0zm0 24q90 34 180 0l-3 12q-87 32-174 0z"),
    Flat("a", "M200 138l8 18 20 2-15 13 5 20-18-11-18 11 5-20-15-13 20-2z"),
    Oval("#fff5", [158, 168, 12, 22]),
];
