// Each colour has a name and two values, for light and dark; paper takes the light ones. Blue and
// orange differ for every kind of colour vision (Okabe and Ito 2008), and lines also differ by
// dashes; words found are bold, gold ones underlined.
// SPDX-License-Identifier: MIT
#include "sink/page.h"

#include "sink/escape.h"

// In this order: colours and text; tables, pictures and excerpts; small screens and paper.
static const char style_page[] =
    ":root{color-scheme:light dark;--bg:#fff;--ink:#1c2024;--soft:#5b6570;--line:#d9dde2;"
    "--card:#f5f6f8;--clean:#0072b2;--bad:#d55e00;--good:#007a5a;--found:#ffe08a;--gold:#"
    "cfe8ff}"
    "@media (prefers-color-scheme:dark){:root{--bg:#15181c;--ink:#e6e9ec;--soft:#9aa4af;"
    "--line:#343b43;--card:#1f2429;--clean:#56b4e9;--bad:#f0935a;--good:#4cc9a0;"
    "--found:#6b5310;--gold:#1d4866}}"
    "*{box-sizing:border-box}"
    "body{margin:0 auto;padding:1rem;max-width:76rem;background:var(--bg);color:var(--ink);"
    "overflow-wrap:anywhere;font:15px/1.45 system-ui,-apple-system,'Segoe UI',Roboto,'Noto "
    "Sans','Noto Sans CJK KR',"
    "'Apple SD Gothic Neo','Malgun Gothic',sans-serif}"
    "h1{font-size:1.5rem;line-height:1.2;margin:.2rem 0 .4rem}"
    "h2{font-size:1.15rem;margin:2rem 0 .6rem;padding-bottom:.2rem;"
    "border-bottom:1px solid var(--line)}"
    "p{margin:.3rem 0}.soft,.note{color:var(--soft)}.note{font-size:.85rem;max-width:46rem}"
    "code{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:.88em}"
    ".cards{display:grid;gap:.6rem;margin:1rem 0;"
    "grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr))}"
    ".card{background:var(--card);border-radius:.5rem;padding:.6rem .8rem}"
    ".card b{display:block;font-size:1.45rem;font-variant-numeric:tabular-nums;"
    "line-height:1.25}"
    ".card span{display:block;color:var(--soft);font-size:.82rem;line-height:1.3}"
    ".charts{display:grid;gap:1rem 1.4rem;"
    "grid-template-columns:repeat(auto-fit,minmax(min(100%,26rem),1fr))}"
    ".tables{display:grid;gap:1.4rem}";
static const char style_parts[] =
    "figure{margin:0;min-width:0;break-inside:avoid}"
    "figcaption{font-weight:600;margin:0 0 .3rem}"
    "svg{display:block;width:100%;height:auto;overflow:visible}"
    "svg text{font-size:12px;fill:var(--soft)}"
    "svg .grid{stroke:var(--line);stroke-width:1}"
    "svg .frame{fill:none;stroke:var(--soft);stroke-width:1}"
    "svg polyline{fill:none;stroke-width:2;stroke-linejoin:round}"
    "svg polyline.bad{stroke:var(--bad)}"
    "svg polyline.clean{stroke:var(--clean);stroke-dasharray:5 3}"
    "svg polyline.guide{stroke:var(--soft);stroke-width:1;stroke-dasharray:3 3}"
    "svg circle.bad{fill:var(--bad)}svg circle.clean{fill:var(--clean)}"
    "svg circle.chosen{fill:var(--bg);stroke:var(--bad);stroke-width:3}"
    "svg rect.bar{fill:var(--soft);opacity:.55}"
    "svg .whisker{stroke:var(--ink);stroke-width:1.2;opacity:.7}"
    "svg .mark{stroke:var(--ink);stroke-width:1;stroke-dasharray:2 3;opacity:.8}"
    ".key{font-size:.85rem;color:var(--soft);margin:.2rem 0 0}"
    ".key i{display:inline-block;width:1.3em;height:0;border-top:3px solid;"
    "vertical-align:middle;margin:0 .35em 0 0}.key i+*{margin-right:1em}"
    ".key .bad{color:var(--bad)}.key .clean{color:var(--clean);border-top-style:dashed}"
    ".scroll{overflow-x:auto}"
    "table{border-collapse:collapse;font-size:.88rem;font-variant-numeric:tabular-nums}"
    "th,td{padding:.22rem .6rem;text-align:right;white-space:nowrap;"
    "border-bottom:1px solid var(--line)}"
    "th{font-weight:600;color:var(--soft);vertical-align:bottom}"
    "th.l,td.l{text-align:left}"
    "th:first-child,td:first-child{padding-left:0;position:sticky;left:0;background:var(--bg)}"
    "td:first-child span{display:block;width:max-content;max-width:min(24rem,45vw);"
    "white-space:normal}"
    "tbody tr:hover td{background:var(--card)}"
    "article{border:1px solid var(--line);border-radius:.5rem;padding:.6rem .8rem;"
    "margin:.6rem 0;break-inside:avoid}"
    "article header{display:flex;flex-wrap:wrap;gap:.2rem .8rem;align-items:baseline}"
    "article header b{font-variant-numeric:tabular-nums}"
    ".tag{color:var(--soft);font-size:.85rem}"
    "blockquote{margin:.35rem 0;padding:.3rem .6rem;background:var(--card);"
    "border-radius:.3rem;font-size:.92rem}"
    "mark,ins{color:inherit;border-radius:.2em;padding:0 .1em;print-color-adjust:exact;"
    "-webkit-print-color-adjust:exact}"
    "mark{background:var(--found);font-weight:700}"
    "ins{background:var(--gold);text-underline-offset:.2em}"
    ".end{color:var(--soft);padding:0 .25em}"
    "article ul{margin:.3rem 0 0;padding-left:1.1rem;font-size:.88rem;color:var(--soft)}"
    "footer{margin-top:2rem;color:var(--soft);font-size:.85rem}";
static const char style_media[] =
    "@media (max-width:30rem){body{padding:.7rem}h1{font-size:1.25rem}"
    "svg text{font-size:14px}.card b{font-size:1.2rem}"
    ".cards{grid-template-columns:repeat(2,1fr)}}"
    "@media print{:root{color-scheme:light;--bg:#fff;--ink:#000;--soft:#444;--line:#d5d5d5;"
    "--card:#f3f3f3;--clean:#0072b2;--bad:#d55e00;--found:#ffe08a;--gold:#cfe8ff}"
    "body{max-width:none;padding:0;font-size:10.5pt}.scroll{overflow:visible}"
    "table{font-size:7.5pt}th,td{padding:.12rem .35rem}td:first-child span{max-width:14rem}"
    ".cards{grid-template-columns:repeat(6,1fr)}.card b{font-size:13pt}"
    ".charts{grid-template-columns:1fr 1fr}h2,h2+.note{break-after:avoid}}";

void tm_page_begin(tm_buf *out, const char *title)
{
    tm_buf_text(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                     "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
                     "'none'; style-src 'unsafe-inline'\">\n"
                     "<meta name=\"viewport\" content=\"width=device-width, "
                     "initial-scale=1\">\n<title>");
    tm_escape_html(out, tm_str_of(title));
    tm_buf_text(out, "</title>\n<style>");
    tm_buf_text(out, style_page);
    tm_buf_text(out, style_parts);
    tm_buf_text(out, style_media);
    tm_buf_text(out, "</style>\n</head>\n<body>\n");
}

void tm_page_end(tm_buf *out)
{
    tm_buf_text(out, "<footer>Made by tamis " TAMIS_VERSION_STRING
                     ". This file needs no other and loads none.</footer>\n"
                     "</body>\n</html>\n");
}
