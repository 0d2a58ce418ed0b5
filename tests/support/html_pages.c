// A grammar with chances. Blocks nest three deep at most.
// SPDX-License-Identifier: MIT
#include "support/html_pages.h"

enum { MAX_DEPTH = 3 };

static const char *const words[] = {
    "시장은",     "어제",        "예산안을",
    "의회에",     "냈다고",      "밝혔다.",
    "river",      "garden",      "과일",
    "수확이",     "늘었고",      "school",
    "trip",       "축제는",      "토요일에",
    "열린다.",    "weather",     "report,",
    "버스",       "노선이",      "바뀐다",
    "library",    "opens",       "도서관",
    "R&amp;D",    "3&nbsp;km",   "&ldquo;네&rdquo;",
    "&#44032;을", "caf&eacute;", "a&lt;b",
    "100%",       "—",
};

static const char *const labels[] = {
    "메뉴 열기",         "닫기",       "공유하기",  "이전 글", "다음 글",  "Skip to content",
    "Toggle navigation", "Loading",    "글자 크게", "인쇄",    "목록으로", "맨 위로",
    "팝업 닫기",         "Next slide", "즐겨찾기",
};

#define PICK(rng, list) (list)[tm_rng_below(rng, sizeof(list) / sizeof *(list))]

static void blank(tm_buf *out, tm_rng *rng)
{
    static const char *const blanks[] = {" ", " ", " ", " ", " ", "\n", "\n    ", "  ", "\t"};
    tm_buf_text(out, PICK(rng, blanks));
}

void html_words(tm_buf *out, tm_rng *rng, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (i)
            blank(out, rng);
        tm_buf_text(out, PICK(rng, words));
    }
}

static void attributes(tm_buf *out, tm_rng *rng)
{
    static const char *const some[] = {
        "",
        " class=\"a b-c\"",
        " id=x1 data-y='<p>'",
        " CLASS = box",
        " data-json='{\"a\":[1,2]}' checked",
        " title=\"a &quot;b&quot; > c\"",
        " style=\"margin: 0 auto; color: #333\"",
        "\n  lang=ko\n",
    };
    tm_buf_text(out, PICK(rng, some));
}

// ---- Hidden elements ------------------------------------------------------------------------

void html_hidden_element(tm_buf *out, tm_rng *rng)
{
    static const char *const shapes[] = {
        "<span class=\"sr-only\" style=\"position:absolute;left:-9999px\">%s</span>",
        "<div style=\"display:none\" role=tabpanel><p>%s</p></div>",
        "<div hidden><a href='/m'>%s</a></div>",
        "<noscript><img src=\"/t.gif\" alt=\"\">%s</noscript>",
        "<!-- %s -->",
        "<div style='visibility: hidden'>%s</div>",
        "<ul style=\"display: none;\"><li><a href=\"https://social.example/share\">%s</a></ul>",
        "<template><p>%s</p></template>",
        "<script>var label = \"<b>%s</b>\";</script>",
        "<dialog><p>%s</p><button>OK</button></dialog>",
    };
    const char *shape = PICK(rng, shapes);
    const char *gap = strstr(shape, "%s");
    tm_buf_append(out, shape, (size_t)(gap - shape));
    tm_buf_text(out, PICK(rng, labels));
    tm_buf_text(out, gap + 2);
}

// ---- Inline ---------------------------------------------------------------------------------

static void inline_element(tm_buf *out, tm_rng *rng)
{
    static const char *const names[] = {"b", "i", "em", "strong", "span", "small", "code", "u"};
    const char *name = PICK(rng, names);
    tm_buf_format(out, "<%s", name);
    attributes(out, rng);
    tm_buf_byte(out, '>');
    html_words(out, rng, 1 + tm_rng_below(rng, 3));
    tm_buf_format(out, "</%s>", name);
}

static void inline_run(tm_buf *out, tm_rng *rng)
{
    const size_t n = 1 + tm_rng_below(rng, 6);
    for (size_t i = 0; i < n; i++) {
        if (i && tm_rng_chance(rng, 0.9))
            blank(out, rng);
        switch (tm_rng_below(rng, 12)) {
        case 0:
        case 1:
            inline_element(out, rng);
            break;
        case 2:
            tm_buf_text(out, "<a href='/p?a=1&amp;b=2'>");
            html_words(out, rng, 2);
            tm_buf_text(out, "</a>");
            break;
        case 3:
            tm_buf_text(out, tm_rng_chance(rng, 0.5) ? "<br>" : "<br/>");
            break;
        case 4:
            tm_buf_text(out, "<img src=a.png alt='그림'>");
            break;
        default:
            html_words(out, rng, 1 + tm_rng_below(rng, 10));
        }
    }
}

// ---- Blocks ---------------------------------------------------------------------------------

static void block(tm_buf *out, tm_rng *rng, size_t depth);

static void list(tm_buf *out, tm_rng *rng, size_t depth)
{
    const bool closed = tm_rng_chance(rng, 0.6);
    tm_buf_text(out, "<ul>\n");
    for (size_t n = 1 + tm_rng_below(rng, 5); n > 0; n--) {
        tm_buf_text(out, "  <li");
        attributes(out, rng);
        tm_buf_byte(out, '>');
        inline_run(out, rng);
        if (depth < MAX_DEPTH && tm_rng_chance(rng, 0.1))
            list(out, rng, depth + 1);
        tm_buf_text(out, closed ? "</li>\n" : "\n");
    }
    tm_buf_text(out, "</ul>\n");
}

static void table(tm_buf *out, tm_rng *rng)
{
    const bool closed = tm_rng_chance(rng, 0.7);
    const size_t n_cells = 1 + tm_rng_below(rng, 4);
    tm_buf_text(out, "<table border=0>");
    tm_buf_text(out, closed ? "<tbody>" : "");
    for (size_t n = 1 + tm_rng_below(rng, 3); n > 0; n--) {
        tm_buf_text(out, "<tr>\n");
        for (size_t i = 0; i < n_cells; i++) {
            tm_buf_text(out, "<td>");
            html_words(out, rng, 1 + tm_rng_below(rng, 3));
            tm_buf_text(out, closed ? "</td>\n" : "\n");
        }
        tm_buf_text(out, closed ? "</tr>" : "");
    }
    tm_buf_text(out, closed ? "</tbody></table>\n" : "</table>\n");
}

static void definitions(tm_buf *out, tm_rng *rng)
{
    tm_buf_text(out, "<dl>");
    for (size_t n = 1 + tm_rng_below(rng, 3); n > 0; n--) {
        tm_buf_text(out, "<dt>");
        html_words(out, rng, 1);
        tm_buf_text(out, "<dd>");
        inline_run(out, rng);
    }
    tm_buf_text(out, "</dl>");
}

static void container(tm_buf *out, tm_rng *rng, size_t depth)
{
    static const char *const names[] = {"div",     "div",   "div", "section",
                                        "article", "aside", "main"};
    const char *name = PICK(rng, names);
    tm_buf_format(out, "<%s", name);
    attributes(out, rng);
    tm_buf_text(out, ">\n");
    for (size_t n = 1 + tm_rng_below(rng, 4); n > 0; n--)
        block(out, rng, depth + 1);
    tm_buf_format(out, "</%s>\n", name);
}

// An element of one run of text. Paragraphs may do without an end tag.
static void paragraph(tm_buf *out, tm_rng *rng)
{
    static const char *const names[] = {"p",  "p",  "p",          "p",
                                        "h2", "h3", "blockquote", "address"};
    const char *name = PICK(rng, names);
    tm_buf_format(out, "<%s", name);
    attributes(out, rng);
    tm_buf_byte(out, '>');
    inline_run(out, rng);
    if (name[0] != 'p' || tm_rng_chance(rng, 0.7))
        tm_buf_format(out, "</%s>", name);
    tm_buf_byte(out, '\n');
}

static void block(tm_buf *out, tm_rng *rng, size_t depth)
{
    switch (tm_rng_below(rng, 14)) {
    case 0:
        list(out, rng, depth);
        break;
    case 1:
        table(out, rng);
        break;
    case 2:
        definitions(out, rng);
        break;
    case 3:
        tm_buf_text(out, "<pre>first  line\n  second &amp; line\n</pre>\n");
        break;
    case 4:
    case 5:
        html_hidden_element(out, rng);
        break;
    case 6:
    case 7:
        if (depth < MAX_DEPTH)
            container(out, rng, depth);
        break;
    case 8:
        tm_buf_text(out, "<hr>\n<style>p { color: black }</style>");
        break;
    case 9: // text of no element of its own
        inline_run(out, rng);
        tm_buf_byte(out, '\n');
        break;
    default:
        paragraph(out, rng);
    }
}

void html_page(tm_buf *out, tm_rng *rng, size_t n_blocks)
{
    tm_buf_text(out, "<!DOCTYPE html>\n<html lang=ko>\n<head>\n<meta charset=utf-8>\n<title>");
    html_words(out, rng, 4);
    tm_buf_text(out, "</title>\n<script src='/a.js'></script>\n<style>.x{margin:0}</style>\n"
                     "</head>\n<body>\n");
    for (size_t i = 0; i < n_blocks; i++)
        block(out, rng, 0);
    tm_buf_text(out, "</body>\n</html>\n");
}

// ---- Mess -----------------------------------------------------------------------------------

// What hand-written pages and their editors leave behind. %s is a few words.
static const char *const messes[] = {
    "<P>%s<P ALIGN=center>%s",
    "<p><div>%s</p>%s</div>",
    "<b><p>%s</b>%s</p>",
    "<b><i>%s</b>%s</i>",
    "<a href=x><div>%s</a>%s</div>",
    "<a href=x>%s<a href=y>%s</a>",
    "<li>%s<li>%s",
    "<ol><li>%s<p>%s</ol>%s",
    "<ul><li>%s<ul><li>%s</ul>%s</ul>",
    "<li><ul></li><li>%s</ul>",
    "<dl><dt>%s<dd>%s<dt>%s</dl>",
    "<h2>%s</h3>%s",
    "<h2>%s<h3>%s</h3>",
    "<table><tr><td>%s<td>%s<tr><td>%s</table>%s",
    "<table><td>%s</td></tr><td>%s</table>",
    "<TABLE><TR><TD>%s<TABLE><TR><TD>%s</TABLE>%s</TABLE>",
    "<table><caption>%s<tr><th>%s<td><p>%s</table>",
    "<table><thead><tr><th>%s<tbody><tr><td>%s<tfoot><tr><td>%s</table>",
    "<table><tr><td>%s</div>%s</table>",
    "<table><tr><td><b>%s</td><td>%s</b></table>%s",
    "<table><tr><td><li>%s</table><li>%s",
    "<table><colgroup><col><col></colgroup><tr><td>%s</table>",
    "<table><form><tr><td>%s<input></form></table>",
    "<select><option>%s<option selected>%s</select>%s",
    "<select><optgroup label=a><option>%s</optgroup><optgroup><option>%s</select>%s",
    "<select><p><b><option>%s</b></p></select>%s",
    "<textarea>%s <b>&amp; %s</textarea>%s",
    "<textarea>\n%s</textarea>",
    "<pre>\n%s\n  %s</pre>%s",
    "<pre>%s<b>\n%s</b></pre>",
    "<PRE>%s<p>%s</PRE>",
    "<br/>%s<br />%s</br>%s<BR CLEAR=all>",
    "%s</p>%s",
    "</div></span></td>%s</b>",
    "<div/>%s</div>%s",
    "<p/>%s<b/>%s</b>",
    "<hr/>%s<hr size=1>",
    "<svg viewBox='0 0 1 1'><g><path d='M0 0'/></g></svg>%s",
    "<svg><text>%s</text></svg>%s",
    "<svg><path></svg>%s",
    "<svg><g><p>%s",
    "<math><mi>x</mi><mo>=</mo></math>%s",
    "<!--[if lt IE 9]><p>old</p><![endif]-->%s",
    "<![if !IE]>%s<![endif]>",
    "<!-- a > b -- c --!>%s",
    "<!-->%s",
    "<!--->%s",
    "<!---->%s<!-- - -->",
    "<!doctype html>%s",
    "<?php echo 1 ?>%s",
    "<?xml version='1.0'?>%s",
    "</ a>%s</>%s",
    "a < b %s 1<2 %s <",
    "<3 %s <>%s",
    "%s & %s &c. &copy %s &amp%s",
    "&nbsp%s&nbsp;&nbsp;%s",
    "&lt%s&gt &#44032 %s &#xAC01;",
    "&#150;%s&#x80;&#0;%s",
    "&notin; &notit; &hellip;%s&unknown;",
    "<a href='?a=1&copy=2&lt=3'>%s</a>",
    "<img alt='>' src=a>%s<img alt=\"<p>\" src=b>",
    "<p title='%s>%s",
    "<p title=it's>%s</p>",
    "<p class=\"a\"id=b>%s</p>",
    "<p a=1 a=2 / = b>%s</p>",
    "<p\n\tclass\n=\n'x'\n>%s",
    "<center>%s<font size=2 color=#333333>%s</center>%s</font>",
    "<nobr>%s<nobr>%s",
    "<marquee>%s</marquee>",
    "<o:p>%s</o:p><st1:place>%s",
    "<p>%s<o:p></o:p></p>",
    "<form><label>%s <input value=a></label><button>%s</button></form>",
    "<button>%s<p>%s</button>",
    "<fieldset><legend>%s</legend>%s</fieldset>",
    "<details><summary>%s</summary>%s</details>",
    "<figure><img src=a><figcaption>%s</figure>",
    "<ruby>%s<rt>%s</ruby>",
    "<video controls><source src=a></video>%s",
    "<iframe src=a width=1></iframe>%s",
    "<script>if (a</b/.test(c)) document.write('<p>x</p>')</script>%s",
    "<script><!--\nvar a = '<b>';\n//--></script>%s",
    "<script type=text/template><div>x</div></script>%s",
    "<STYLE TYPE=text/css><!-- p { margin: 0 } --></STYLE>%s",
    "<noscript><img src=a></noscript>%s",
    "<template><li>x</template>%s",
    "<span>%s<div>%s</span>%s</div>",
    "<p>%s<table><tr><td>%s</table>%s",
    "<p>%s<ul><li>%s</ul>%s</p>",
    "<p>%s<h3>%s</h3>%s",
    "<address>%s<p>%s</address>%s",
    "<blockquote>%s<blockquote>%s</blockquote>%s",
    "<em>%s<strong>%s</em>%s</strong>%s",
    "<body bgcolor=white>%s",
    "<html lang=ko>%s",
    "<head>%s</head>%s",
    "<object><param name=a><embed src=b></object>%s",
    "<tr><td>%s</td></tr>",
    "<td>%s<option>%s",
    "%s<td>%s</td>%s",
    "<p>%s<button>%s<p>%s</button>%s",
    "<table><td>%s<td>%s</tr><td>%s</table>",
    "\r\n%s\r%s\f%s",
    "<xmp><b></xmp>%s",
    "<wbr>%s<wbr/>%s",
};

void html_messy_page(tm_buf *out, tm_rng *rng, size_t n_pieces)
{
    static const char *const heads[] = {
        "",
        "<!DOCTYPE html>",
        "<!doctype HTML PUBLIC \"-//W3C//DTD HTML 4.01 Transitional//EN\">\r\n<html><head>",
        ("<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\" "
         "\"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd\">\n<html>\n<body>"),
        "\xEF\xBB\xBF<!DOCTYPE html><meta charset=utf-8>",
        "<HTML><HEAD><BASE HREF=x><LINK REL=x></HEAD><BODY>",
        "<!-- saved -->\n<html>",
    };
    tm_buf_text(out, PICK(rng, heads));
    for (size_t i = 0; i < n_pieces; i++) {
        const char *piece = PICK(rng, messes);
        for (const char *gap; (gap = strstr(piece, "%s")); piece = gap + 2) {
            tm_buf_append(out, piece, (size_t)(gap - piece));
            html_words(out, rng, 1 + tm_rng_below(rng, 4));
        }
        tm_buf_text(out, piece);
        if (tm_rng_chance(rng, 0.7))
            tm_buf_byte(out, '\n');
    }
}
