// A page as text: which lines a reader sees, what is hidden and why, where each byte came from.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include <stdlib.h>

#include "text/html.h"

// `shown` and `hidden` are all lines, one behind the other. In `hidden` each line begins with
// the reason and a colon.
typedef struct page_case {
    const char *source, *shown, *hidden;
} page_case;

static void list_hidden(tm_buf *out, const tm_html *html)
{
    tm_str rest = tm_str_slice(html->text, html->visible_len, html->text.len);
    while (rest.len > 0) {
        const size_t at = (size_t)(rest.ptr - html->text.ptr);
        const tm_str line = tm_str_cut(&rest, '\n');
        tm_buf_format(out, "%s:%.*s\n", tm_hidden_name(tm_html_hidden_at(html, at)),
                      (int)line.len, line.ptr);
    }
}

static void check_page(tm_html *html, const page_case *c)
{
    tm_buf text = {0};
    assert_int_equal(tm_html_read(html, tm_str_of(c->source), NULL), TAMIS_OK);
    tm_buf_add(&text, tm_str_slice(html->text, 0, html->visible_len));
    tm_buf_byte(&text, '\0');
    const size_t hidden = text.len;
    list_hidden(&text, html);
    tm_buf_byte(&text, '\0');
    if (strcmp(text.ptr, c->shown) != 0 || strcmp(text.ptr + hidden, c->hidden) != 0)
        fail_msg("%s\nshows\n%sand hides\n%s", c->source, text.ptr, text.ptr + hidden);
    tm_buf_free(&text);
}

static void check_pages(const page_case *cases, size_t n)
{
    tm_html html = {0};
    for (size_t i = 0; i < n; i++)
        check_page(&html, &cases[i]);
    tm_html_free(&html);
}

#define CHECK(cases) check_pages(cases, sizeof(cases) / sizeof *(cases))

static void ends_lines_where_blocks_do(void **state)
{
    (void)state;
    static const page_case cases[] = {
        {"", "", ""},
        {"plain text", "plain text\n", ""},
        {"<p>one<p>two<div>three</div>four", "one\ntwo\nthree\nfour\n", ""},
        {"a <b>b</b><i>c</i><span> d</span>", "a bc d\n", ""},
        {"a<br>b<br/><br>c</br>d", "a\nb\nc\nd\n", ""},
        {"<ul><li>one<li>two</ul>", "one\ntwo\n", ""},
        {"<table><tr><td>a<td>b<tr><th>c</table>", "a\tb\nc\n", ""},
        {"<table><td>a<td>b</tr><td>c</table>", "a\tb\nc\n", ""},
        {"a<td>b</td><tr>c<tbody>d<caption>e", "abcde\n", ""},
        {"a<td hidden title=b>c", "ac\n", "title:b\n"},
        {"<p>a<button>b<p>c</button>d</p>e", "ab\nc\nd\ne\n", ""},
        {"<select><option>a<option>b</select>", "a\nb\n", ""},
        {"a<span style='display: block'>b</span>c", "a\nb\nc\n", ""},
        {"<div style=display:inline>a</div><div style=display:inline>b</div>", "ab\n", ""},
        {"<hr>a<hr>b", "a\nb\n", ""},
    };
    CHECK(cases);
}

static void collapses_white_space_as_browsers_do(void **state)
{
    (void)state;
    static const page_case cases[] = {
        {"  a \n\t b  ", "a b\n", ""},
        {"<p> a <b> b </b> c </p>", "a b c\n", ""},
        {"<pre>\n a\n\n  b\tc</pre>d", " a\n  b\tc\nd\n", ""},
        {"<div style='white-space:pre-wrap'>a\nb</div>", "a\nb\n", ""},
        {"a&#32;&#32;b&nbsp;&nbsp;c",
         "a b\xC2\xA0\xC2\xA0"
         "c\n",
         ""},
    };
    CHECK(cases);
}

static void undoes_character_references(void **state)
{
    (void)state;
    static const page_case cases[] = {
        {"&amp;&lt;&#48148;&#xCE74;&#Xb77c", "&<바카라\n", ""},
        {"&notit; &notin; &not", "¬it; ∉ ¬\n", ""},
        {"&frac14;&nGt;&CounterClockwiseContourIntegral;", "¼≫⃒∳\n", ""},
        {"& &; &x; &# &#x; &#; &ampx", "& &; &x; &# &#x; &#; &x\n", ""},
        {"&#0;&#xD800;&#x110000;&#99999999999;&#128;", "����€\n", ""},
        {"<p title='a?b&amp=1&copy=2&copy;'>x", "x\n", "title:a?b&amp=1&copy=2©\n"},
    };
    CHECK(cases);
}

static void reads_damaged_markup_as_browsers_do(void **state)
{
    (void)state;
    static const page_case cases[] = {
        {"1 < 2 <3 <> </> a", "1 < 2 <3 <> a\n", ""},
        {"<b/x y='>'>a</b >b", "ab\n", ""},
        {"a</p>b</div></span>c", "a\nbc\n", ""},
        {"<b><p>a</b>b</p>c", "ab\nc\n", ""},
        {"<!doctype html><?xml version='1.0'?><![if !IE]>a<![endif]>", "a\n", ""},
        {"<script>if (a < b) '</scrip>' </SCRIPT >a", "a\n", ""},
        {"<textarea><b>a</textarea>b", "<b>a\nb\n", ""},
        {"<title>a <b> &amp; c</title>d", "a <b> & c\nd\n", ""},
        {"<svg><path d=x/><g/><title>t</title></svg>a", "a\n", "title:t\n"},
        {"<template><p>a</template>b<iframe>c</iframe>", "b\n", "fallback:a\nfallback:c\n"},
        {"<noscript><iframe src=x></noscript>a", "a\n", ""},
        {"<frameset><frame src=x></frameset><noframes><body><p>a</noframes>", "",
         "fallback:a\n"},
        {"a<p title='never closed>b", "a\n", "cut:p title='never closed>b\n"},
        {"a<", "a<\n", ""},
        {"<script>a", "", ""},
        {"a<style>.b{}<p>c</p>d", "a\n", "cut:c\ncut:d\n"},
        {"a<script>if(b<c)'</p>' d", "a\n", "cut:' d\n"},
    };
    CHECK(cases);
}

// In a drawing a style is no raw text, and a tag that closes itself is whole.
static void reads_on_behind_drawings(void **state)
{
    (void)state;
    static const page_case cases[] = {
        {"<svg><style/></svg>a", "a\n", ""},
        {"<svg><script/><title/><textarea/></svg>a", "a\n", ""},
        {"<math><script/></math>a", "a\n", ""},
        {"<svg><style>.a{}</style><script>b</script></svg>c", "c\n", ""},
        {"<svg><style><![CDATA[ a > b{} ]]></style><text>c</text></svg>", "c\n", ""},
        {"<svg><![CDATA[ <style> a>b ]]></svg>c", "<style> a>b c\n", ""},
        {"<svg><style><text>a</text></style></svg>b", "b\n", "display:a\n"},
        {"<svg><style><p>a</p></style>b", "a\nb\n", ""},
        {"<svg><g><style></p>a</style>b", "ab\n", ""},
        {"<svg><font><style>a</style></font><font size=1><style>b</style>c", "c\n", ""},
        {"<svg><foreignObject><style>a<p></style>b</foreignObject><style/></svg>c", "bc\n", ""},
        {"<svg><desc><script>'<p>a'</script></desc></svg>b", "b\n", ""},
        {"<math><mi><style>a<p></style><mglyph><style><p>b</p></style></mi>c", "b\nc\n", ""},
        {"<math><svg><desc><style><p>a</p>", "a\n", ""},
        {"<math><annotation-xml><svg><desc><style>'<p>'</style>a", "a\n", ""},
        {"<math><annotation-xml encoding=text/html><style>'<p>'</style>a", "a\n", ""},
        {"<svg><div hidden></svg><style>'<p>'</style>a</div>b", "b\n", "attribute:a\n"},
        {"<svg><noscript><style/></noscript></svg>a<!--<svg><style/>b-->", "a\n",
         "comment:b\n"},
        {"<svg><a><g></a></svg><p hidden>a</p>b", "b\n", "attribute:a\n"},
    };
    CHECK(cases);
}

// What is raw text to some is read as markup, but never beyond its end to the others.
static void reads_on_behind_raw_text(void **state)
{
    (void)state;
    static const page_case cases[] = {
        {"<noscript><style>.a{}</noscript>b<style>.c{}</style>d", "bd\n", ""},
        {"<iframe><script></iframe>a", "a\n", ""},
        {"<noembed><!-- a</noembed>b", "b\n", "comment:a\n"},
        {"<noframes><p title='a</noframes>b", "b\n", "cut:p title='a\n"},
        {"<noscript><style>.a{}<p>b</p></noscript>c", "c\n", "cut:b\n"},
        {"<div hidden><noscript></div>a</noscript>b</div>c", "c\n", "attribute:ab\n"},
        {"<script src=a/>b</script>c", "c\n", ""},
        {"<head><script src=a /><style/></head><p>b</p><script>c</script>d", "b\nd\n", ""},
        {"<title/><p>a</p><textarea/>b<iframe/>c", "a\nb\n", "fallback:c\n"},
        {"<script/><style></script>a</style>b", "ab\n", ""},
        {"<div hidden><script/>a<script>b</script>c</div>d", "d\n", "attribute:ac\n"},
        {"<script><!--<script></script><style>--></script>a</style>b", "ab\n", ""},
        {"<script><!-- document.write('<script>a</script>') --></script>b", "b\n",
         "cut:') -->\n"},
        {"<script><!--><script></script>a</script>b", "ab\n", ""},
        {"a<plaintext>b</plaintext><style>c", "a\nb</plaintext><style>c\n", ""},
    };
    CHECK(cases);
}

static void tells_where_others_read_something_else(void **state)
{
    (void)state;
    static const struct {
        const char *source;
        bool is_ambiguous;
    } cases[] = {
        {"<noscript><style>.a{}</style><img alt='b'></noscript>c", false},
        {"<noscript><iframe src=a></noscript>b<iframe></iframe>", false},
        {"<noscript><style>.a{}</noscript>b", true},
        {"<iframe><!-- </iframe>b -->", true},
        {"<noscript><a b='</noscript>'>c", true},
        {"<noscript><script></noscript>'</script>a", true},
        {"<!--<noscript><style>.a{}</noscript>-->b", false},
        {"<p>a<script>b", false},
        {"<p>a<p title='b", false},
        {"<script/><script>a</script>b", false},
        {"<script/><!-- </script> -->b", true},
        {"<textarea/>a b", false},
        {"<textarea/><a b=c>", true},
        {"<textarea><a b=c></textarea>", false},
        {"<svg><style/><title/></svg><p>a", false},
        {"<script><!-- '<script></script>' --></script>a", false},
        {"<p><![CDATA[a > b]]></p>", false},
        {"<![CDATA[> <script> ]]>a<![CDATA[ </script> ]]>", true},
        {"<script><!-- '<script></script><p a=' --></script>'>a", true},
        {"a<plaintext>b", false},
        {"a<plaintext><b>", true},
        {"<iframe srcdoc='<b title=a'></iframe>b", false},
    };
    tm_html html = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(tm_html_read(&html, tm_str_of(cases[i].source), NULL), TAMIS_OK);
        if (html.is_ambiguous != cases[i].is_ambiguous)
            fail_msg("%s", cases[i].source);
    }
    tm_html_free(&html);
}

static void takes_attributes_for_text(void **state)
{
    (void)state;
    static const page_case cases[] = {
        {"<input type=submit value=a><input type=text value=b><input placeholder=c>", "",
         "label:a\nlabel:c\n"},
        {"<select><optgroup label=a><option label=b>c</select>", "c\n", "label:a\nlabel:b\n"},
        {"<body title=a><textarea placeholder=b title=c>d</textarea>", "d\n",
         "title:a\nlabel:b\ntitle:c\n"},
        {"<table summary=a><tr><td>b</table><i aria-label=c title=c>d</i>", "b\nd\n",
         "label:a\nlabel:c\n"},
        {"<meta itemprop=description content=a><meta name=DC.title content=b>"
         "<meta http-equiv=keywords content=c><meta property='og:image:alt' content=d>"
         "<meta name=viewport content=e><meta http-equiv=refresh content=f>",
         "", "meta:a\nmeta:b\nmeta:c\nmeta:d\n"},
        {"<iframe srcdoc='<p>a<b title=x>b</b><script>c</script>'></iframe>d", "d\n",
         "fallback:a\ntitle:x\nfallback:b\n"},
        {"<iframe srcdoc='&lt;p>a&amp;amp;'>b</iframe>c", "c\n",
         "fallback:<p>a&amp;\nfallback:b\n"},
        {"<iframe src='data:text/html,a'></iframe><iframe src='/b'></iframe>", "",
         "fallback:data:text/html,a\n"},
        {"<a href=//a.b></a><a href='https://c.d'> </a>e<a href=f></a><a href=//g>h</a>",
         "eh\n", "link://a.b\nlink:https://c.d\n"},
    };
    CHECK(cases);
}

static void takes_the_strings_of_linked_data_for_text(void **state)
{
    (void)state;
    static const page_case cases[] = {
        {"<script type='application/ld+json'>{\"a\": \"b c\", \"d\" : "
         "[\"e\",1,\"f\"]}</script>g",
         "g\n", "meta:b c\nmeta:e\nmeta:f\n"},
        {"<script "
         "type='application/ld+json'>[\"\\uBC14\\ud83c\\udfb0\\ud83cx\\/\\\"\\nz\\q&amp;\"]"
         "</script>",
         "", "meta:바🎰\xEF\xBF\xBDx/\" z\\q&amp;\n"},
        {"<script type='application/ld+json'>\"a\\", "", ""},
        {"<script type='application/ld+json'>\"a\\</script>b", "b\n", "meta:a\\\n"},
        {"<script type='application/json'>\"a\"</script>b", "b\n", ""},
    };
    CHECK(cases);
}

static void tells_why_text_is_hidden(void **state)
{
    (void)state;
    static const page_case cases[] = {
        {"<p style='DISPLAY : None !important'>a</p>b", "b\n", "display:a\n"},
        {"<p hidden>a</p><dialog>b</dialog><dialog open>c</dialog>", "c\n",
         "attribute:a\ndisplay:b\n"},
        {"<p style='visibility:hidden'>a<b style='visibility:visible'>b</b></p>", "b\n",
         "visibility:a\n"},
        {"<i style='opacity:.0'>a</i><i style='opacity:0.5'>b</i>", "b\n", "opacity:a\n"},
        {"<ul style='font-size:0'><li style='font-size:14px'>a<li>b</ul>", "a\n", "font:b\n"},
        {"<i style='font:0/0 a'>a</i><i style='font: 700 12px a'>b</i>", "b\n", "font:a\n"},
        {"<p style='position: absolute; left: -20914565266523px; top: 0px'>a</p>", "",
         "place:a\n"},
        {"<h1 style='text-indent:-999em'>a</h1><p style='margin-left:-10px'>b", "b\n",
         "place:a\n"},
        {"<i style='transform:translate( -9999px , 0)'>a</i>", "", "place:a\n"},
        {"<i style='clip:rect(0 0 0 0)'>a</i><i style='clip-path:inset(50%)'>b</i>", "",
         "clip:a\nclip:b\n"},
        {"<p style='height:0;overflow:hidden'>a<p style='height:0'>b", "b\n", "extent:a\n"},
        {"<p style='color:#fff;background:#ffffff'>a<p style='color:#fff'>b", "b\n",
         "color:a\n"},
        {"<a href=x style='color: transparent;'>a</a><i style=color:rgba(1,2,3,0)>b</i>", "",
         "color:a\ncolor:b\n"},
        {"<body bgcolor=white><font color=#FEFEFE>a</font><p class=x>b</p>", "b\n",
         "color:a\n"},
        {"<noscript>a</noscript><img alt=b title=c src=d><area title=e>", "",
         "fallback:a\nalt:b\ntitle:c\ntitle:e\n"},
        {"<meta name=Description content='a'><meta property=og:title content=b>", "",
         "meta:a\nmeta:b\n"},
        {"<p style='d\\69 splay/**/:/* : */none'>a", "", "display:a\n"},
        {"<p aria-hidden=true>a<p style='display:block;left:-20px'>b", "a\nb\n", ""},
    };
    CHECK(cases);
}

static void hides_what_simple_rules_hide(void **state)
{
    (void)state;
    static const page_case cases[] = {
        {"<style>.x,#y{display:none}</style><p class='w x'>a<p id=y>b<p class=w>c", "c\n",
         "display:a\ndisplay:b\n"},
        {"<style>/*}*/.x{left:-9999px}@media print{.z{display:none}}.x:hover{}</style>"
         "<p class=x>a<p class=z>b",
         "b\n", "place:a\n"},
        {"<style>.x{display:none}.x{display:block}</style><p class=x>a", "a\n", ""},
        {"<style>.x .y{display:none}p.x{display:none}</style><p class=x>a", "a\n", ""},
        {"<style>.x{display:none}</style><p class=x style=display:block>a", "a\n", ""},
    };
    CHECK(cases);
}

static void knows_where_a_hidden_element_ends(void **state)
{
    (void)state;
    static const page_case cases[] = {
        {"<div hidden><div>a</div>b</div>c", "c\n", "attribute:a\nattribute:b\n"},
        {"<p hidden>a<p>b", "b\n", "attribute:a\n"},
        {"<ul><li hidden>a<ul><li>b</ul><li>c</ul>", "c\n", "attribute:a\nattribute:b\n"},
        {"<table><tr><td hidden>a</div><td>b</table>", "b\n", "attribute:a\n"},
        {"<div hidden><span>a</div>b", "b\n", "attribute:a\n"},
        {"<span hidden><div>a</span>b</div></span>c", "c\n", "attribute:ab\n"},
        {"<div hidden><table><tr><td>a</div>b</table>c</div>d", "d\n",
         "attribute:ab\nattribute:c\n"},
        {"one <i hidden>x</i>line", "one line\n", "attribute:x\n"},
        {"<br hidden>a<img hidden>b<path hidden />c", "ab\n", "attribute:c\n"},
        {"<head><div hidden>a</div><body>b", "b\n", "attribute:a\n"},
    };
    CHECK(cases);
}

static void reads_comments_apart_from_the_page(void **state)
{
    (void)state;
    static const page_case cases[] = {
        {"a<!-- b <i>c</i> <p>d -->e", "ae\n", "comment:b c\ncomment:d\n"},
        {"<div hidden>a<!--</div>-->b</div>c", "c\n", "attribute:a\nattribute:b\n"},
        {"a<!-->b--><!--->c<!---->d<!--x--!>e", "ab-->cde\n", "comment:x\n"},
        {"<!--[if IE]><p>a</p><![endif]-->b", "b\n", "comment:a\n"},
        {"a<!-- b <!-- c -->d", "ad\n", "comment:b c\n"},
        {"a<!-- b", "a\n", "comment:b\n"},
        {"<!--<script>a-->b", "b\n", ""},
        {"a<!b>c<?d e?>f</1g>h", "acfh\n", "comment:b\ncomment:d e?\ncomment:1g\n"},
        {"a<![CDATA[<b>c</b>]]>d", "ac]]>d\n", "comment:b\n"},
        {"<!-- a<!b>c<![CDATA[d]]> -->e", "e\n", "comment:ab>cd]]>\n"},
        {"a<!>b</>c<?>d<!e", "abcd\n", "comment:e\n"},
        {"<!--a<p title='-->b'>c", "b'>c\n", "comment:a\ncomment:p title='\n"},
    };
    CHECK(cases);
}

static void takes_the_target_of_a_hidden_link_for_text(void **state)
{
    (void)state;
    static const char source[] = "<a href='https://a.example/'>on <b>top</b></a>"
                                 "<p hidden><a href=' https://b.example/ '>under</a>"
                                 "<a>none</a><a href=c>here</a></p>";
    static const char text[] = "on top\nhttps://b.example/ under\nnone\nhere\n";
    tm_html html = {0};
    assert_int_equal(tm_html_read(&html, tm_str_of(source), NULL), TAMIS_OK);
    assert_int_equal(html.text.len, strlen(text));
    assert_memory_equal(html.text.ptr, text, html.text.len);
    assert_int_equal(tm_html_hidden_at(&html, html.visible_len), TM_HIDDEN_LINK);
    tm_html_free(&html);
}

static void leads_every_byte_back_to_the_source(void **state)
{
    (void)state;
    static const char source[] = "<p>a &amp;  b<!-- c&#48148; --> d</p>\n<img alt=e&lt;f>";
    static const struct {
        const char *text, *from;
    } places[] = {{"a", "a"},
                  {"&", "&amp;"},
                  {"& b d", "&amp;  b<!-- c&#48148; --> d"},
                  {"b d", "b<!-- c&#48148; --> d"},
                  {"c바", "c&#48148;"},
                  {"바", "&#48148;"},
                  {"e<", "e&lt;"},
                  {"f", "f"}};
    tm_html html = {0};
    tm_buf text = {0};
    assert_int_equal(tm_html_read(&html, tm_str_of(source), NULL), TAMIS_OK);
    tm_buf_add(&text, html.text);
    tm_buf_byte(&text, '\0');
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        const size_t at = (size_t)(strstr(text.ptr, places[i].text) - text.ptr);
        const tm_html_place place = tm_html_source(&html, at, at + strlen(places[i].text));
        assert_int_equal(place.end - place.begin, strlen(places[i].from));
        assert_memory_equal(source + place.begin, places[i].from, strlen(places[i].from));
    }
    tm_buf_free(&text);
    tm_html_free(&html);
}

// ---- Limits ---------------------------------------------------------------------------------

static void repeat(tm_buf *out, const char *text, size_t n)
{
    while (n--)
        tm_buf_text(out, text);
}

static tm_html read_buf(const tm_buf *source)
{
    tm_html html = {0};
    assert_false(source->failed);
    assert_int_equal(tm_html_read(&html, tm_buf_str(source), NULL), TAMIS_OK);
    return html;
}

static void finds_its_way_out_of_any_depth(void **state)
{
    (void)state;
    tm_buf source = {0};
    repeat(&source, "<div>", 2000);
    tm_buf_text(&source, "<div hidden>deep</div>");
    repeat(&source, "</div>", 2000);
    tm_buf_text(&source, "<p hidden>under</p>top");
    tm_html html = read_buf(&source);
    assert_int_equal(html.text.len, strlen("deep\ntop\nunder\n"));
    assert_memory_equal(html.text.ptr, "deep\ntop\nunder\n", html.text.len);
    tm_html_free(&html);
    tm_buf_free(&source);
}

static void passes_over_what_is_over_a_limit(void **state)
{
    (void)state;
    tm_buf source = {0};
    tm_buf_text(&source, "<style>");
    for (int i = 0; i < 257; i++)
        tm_buf_format(&source, ".c%d{display:none}", i);
    tm_buf_text(&source, "</style><p class=c255>no</p><p class=c256>yes</p>");
    tm_html html = read_buf(&source);
    assert_int_equal(html.visible_len, strlen("yes\n"));
    assert_memory_equal(html.text.ptr, "yes\nno\n", html.text.len);
    tm_html_free(&html);
    tm_buf_free(&source);
}

static void reads_all_of_any_tag(void **state)
{
    (void)state;
    tm_buf source = {0};
    tm_buf_text(&source, "<p");
    repeat(&source, " a=1", 1000);
    tm_buf_text(&source, " title='");
    repeat(&source, "x", 1 << 20);
    tm_buf_text(&source, " end' hidden>unseen</p>");
    tm_html html = read_buf(&source);
    static const char end[] = "x end\nunseen\n";
    assert_int_equal(html.visible_len, 0);
    assert_int_equal(html.text.len, (1 << 20) - 1 + strlen(end));
    assert_memory_equal(html.text.ptr + (1 << 20) - 1, end, strlen(end));
    tm_html_free(&html);
    tm_buf_free(&source);
}

// Drawings deeper than the stack is are still drawings.
static void knows_drawings_at_any_depth(void **state)
{
    (void)state;
    tm_buf source = {0};
    repeat(&source, "<b>", 600);
    tm_buf_text(&source, "<svg><style><p>a</p></style></svg>");
    tm_html html = read_buf(&source);
    assert_int_equal(html.visible_len, 2);
    assert_memory_equal(html.text.ptr, "a\n", 2);
    tm_html_free(&html);
    tm_buf_free(&source);
}

static void tells_pages_from_text(void **state)
{
    (void)state;
    static const char *const pages[] = {
        "<!DOCTYPE html><p>",
        "\xEF\xBB\xBF\n <HTML lang=ko>",
        "<?xml version='1.0'?><html >",
        "<!-- c --> <head>",
        "<div class=x>",
        "<p>a",
        "<!-- a > b --><html>",
        "<?php echo 'a>b'; ?>\n<html>",
        "<FONT color=red>a</FONT>",
        "<a href=x>b</a>",
        "<iframe src=x>",
    };
    static const char *const others[] = {
        "",
        "a <p>",
        "<",
        "<htmlx>",
        "<!doctype svg>",
        "<!-- never closed",
        "<rss>",
        "{\"a\":1}",
        "<b> is a tag",
        "<font> </ >",
        "<?xml a='<html>'",
        "<?php <p>",
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        assert_true(tm_html_sniff(tm_str_of(pages[i])));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(tm_html_sniff(tm_str_of(others[i])));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ends_lines_where_blocks_do),
        cmocka_unit_test(collapses_white_space_as_browsers_do),
        cmocka_unit_test(undoes_character_references),
        cmocka_unit_test(reads_damaged_markup_as_browsers_do),
        cmocka_unit_test(reads_on_behind_drawings),
        cmocka_unit_test(reads_on_behind_raw_text),
        cmocka_unit_test(tells_where_others_read_something_else),
        cmocka_unit_test(takes_attributes_for_text),
        cmocka_unit_test(takes_the_strings_of_linked_data_for_text),
        cmocka_unit_test(tells_why_text_is_hidden),
        cmocka_unit_test(hides_what_simple_rules_hide),
        cmocka_unit_test(knows_where_a_hidden_element_ends),
        cmocka_unit_test(reads_comments_apart_from_the_page),
        cmocka_unit_test(takes_the_target_of_a_hidden_link_for_text),
        cmocka_unit_test(leads_every_byte_back_to_the_source),
        cmocka_unit_test(finds_its_way_out_of_any_depth),
        cmocka_unit_test(passes_over_what_is_over_a_limit),
        cmocka_unit_test(reads_all_of_any_tag),
        cmocka_unit_test(knows_drawings_at_any_depth),
        cmocka_unit_test(tells_pages_from_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
