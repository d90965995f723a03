#!/usr/bin/env python3
"""Terminal output with color as a picture: ANSI text on standard input, SVG on standard output.

usage: ambit check ... --color always | scripts/ansi2svg.py [TITLE] > docs/img/NAME.svg
Needs nothing but Python; for the pictures of the README only, never for a build.
"""
import html
import re
import sys
import unicodedata

CHAR, LINE, SIZE, MARGIN, BAR = 8.4, 19, 14, 18, 34
PAPER, INK, EDGE = "#0f1419", "#d6dae0", "#2a313a"
COLORS = {"31": "#ff7a7a", "32": "#7fd88f", "33": "#f0c674", "34": "#7fb4ff", "36": "#7fdbd8"}


def width(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def runs(line):
    """(text, style) pieces of a line; style is what SVG calls it."""
    style = {}
    for piece in re.split(r"(\x1b\[[0-9;]*m)", line):
        found = re.fullmatch(r"\x1b\[([0-9;]*)m", piece)
        if not found:
            if piece:
                yield piece, dict(style)
            continue
        for code in (found.group(1) or "0").split(";"):
            if code == "0":
                style = {}
            elif code == "1":
                style["font-weight"] = "700"
            elif code == "2":
                style["opacity"] = "0.62"
            elif code in COLORS:
                style["fill"] = COLORS[code]
                style["font-weight"] = "700"


def draw(text, title):
    lines = text.rstrip("\n").split("\n")
    columns = max([width(re.sub(r"\x1b\[[0-9;]*m", "", line)) for line in lines] + [len(title) + 10, 40])
    w, h = round(columns * CHAR + 2 * MARGIN), round(len(lines) * LINE + BAR + 2 * MARGIN)
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}" role="img">',
        f"<title>{html.escape(title)}</title>",
        f'<rect x="0.5" y="0.5" width="{w - 1}" height="{h - 1}" rx="8" fill="{PAPER}" stroke="{EDGE}"/>',
        f'<path d="M0.5 {BAR}.5H{w - 0.5}" stroke="{EDGE}"/>',
        f'<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, \'DejaVu Sans Mono\', monospace" '
        f'font-size="{SIZE}" fill="{INK}" xml:space="preserve">',
        f'<text x="{MARGIN}" y="{BAR - 12}" opacity="0.75">$ {html.escape(title)}</text>',
    ]
    for number, line in enumerate(lines):
        column, y = 0, BAR + MARGIN + number * LINE + SIZE - 2
        for piece, style in runs(line):
            if piece.strip():
                lead = len(piece) - len(piece.lstrip(" "))
                x = MARGIN + (column + lead) * CHAR
                length = width(piece.strip(" ")) * CHAR
                attributes = "".join(f' {k}="{v}"' for k, v in style.items())
                out.append(
                    f'<text x="{x:.1f}" y="{y}" textLength="{length:.1f}" lengthAdjust="spacingAndGlyphs"{attributes}>'
                    f"{html.escape(piece.strip(' '))}</text>"
                )
            column += width(piece)
    return "\n".join(out + ["</g>", "</svg>", ""])


if __name__ == "__main__":
    sys.stdout.write(draw(sys.stdin.read(), sys.argv[1] if len(sys.argv) > 1 else "ambit"))
