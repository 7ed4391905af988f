/**
 * What would run, were it taken for mark-up: put together from a small grammar, and a list of
 * vectors that are known by name. Everything calls one of the functions that the test listens to.
 */

const CODE = ["alert(1)", "confirm`1`", "top['al'+'ert'](1)"];

/** Elements that run something by themselves. `_` parts their attributes, `@` is the code. */
const ELEMENTS = [
  "<script>@</script>", "<script_src=data:text/javascript,@></script>", "<script_type=module>@</script>",
  "<img_src=x_onerror=@>", "<image_href=x_onerror=@>", "<svg_onload=@>", "<svg><script>@</script></svg>",
  "<svg><animate_onbegin=@_attributeName=x_dur=1s>", "<svg><set_onbegin=@_attributeName=x_to=1>",
  "<svg><use_href=data:image/svg+xml,x_onerror=@></svg>", "<svg><foreignObject><img_src=x_onerror=@>",
  "<svg><a_href=javascript:@><text>x</text></a></svg>", "<math_href=javascript:@>x</math>",
  "<math><mtext><table><mglyph><style><img_src=x_onerror=@>", "<body_onload=@>", "<body_onpageshow=@>",
  "<video_src=x_onerror=@></video>", "<audio_src=x_onerror=@></audio>", "<video><source_src=x_onerror=@></video>",
  "<input_autofocus_onfocus=@>", "<select_autofocus_onfocus=@>", "<textarea_autofocus_onfocus=@>",
  "<button_autofocus_onfocus=@>x</button>", "<a_href=x_tabindex=1_autofocus_onfocus=@>x</a>",
  "<xss_contenteditable_autofocus_onfocus=@>", "<details_open_ontoggle=@><summary>x</summary></details>",
  "<marquee_onstart=@>x</marquee>", "<iframe_onload=@></iframe>", "<iframe_src=javascript:@></iframe>",
  "<iframe_srcdoc=<script>@</script>></iframe>", "<object_data=javascript:@></object>", "<object_data=x_onerror=@></object>",
  "<embed_src=javascript:@>", "<style_onload=@></style>", "<link_rel=stylesheet_href=x_onerror=@>",
  "<a_href=javascript:@>x</a>", "<form_action=javascript:@><button>x</button></form>",
  "<button_formaction=javascript:@>x</button>", "<meta_http-equiv=refresh_content=0;url=javascript:@>",
  "<base_href=javascript:@//>", "<template_shadowrootmode=open><img_src=x_onerror=@></template>",
  "<dialog_open_onclose=@><form_method=dialog><button_autofocus>x</button></form></dialog>",
  "<p_style=animation-name:x_onanimationstart=@>x</p>", "<img_src=x_style=background:url(javascript:@)>",
];

/** What ends the place that the text stands in. */
const BREAKS = ["", "\">", "'>", "</title>", "</textarea>", "</script>", "</style></noscript>", "-->", "]]>", "` x=>", "{{", "</p></div>"];

const cased = (text: string) => text.replace(/[a-z]+/g, (word) => [...word].map((c, i) => (i % 2 ? c.toUpperCase() : c)).join(""));
const entities = (text: string) => text.replace(/[<>"'&]/g, (c) => `&#${c.charCodeAt(0)};`);
const SPELT: ((text: string) => string)[] = [
  (text) => text.replace(/</g, "&lt;").replace(/>/g, "&gt;"),
  entities,
  (text) => entities(entities(text)),
  (text) => encodeURIComponent(text),
  (text) => text.replace(/[<>"']/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`),
  (text) => text.replace(/</g, "＜").replace(/>/g, "＞"),
  (text) => text.replace(/</g, "<\u0000"),
  (text) => text.replace(/>$/, ""),
  (text) => text.replace(/</g, "<<"),
  cased,
];

function* grammar(): Generator<string> {
  let n = 0;
  for (const element of ELEMENTS) {
    for (const before of BREAKS) {
      for (const between of [" ", "/"]) {
        n += 1;
        yield before + element.replaceAll("_", between).replaceAll("@", CODE[n % CODE.length]);
      }
    }
    for (const between of [" ", "/", "\t", "\f"]) {
      for (const spell of SPELT) {
        n += 1;
        yield spell(element.replaceAll("_", between).replaceAll("@", CODE[n % CODE.length]));
      }
    }
  }
}

/** Schemes that must lead nowhere, as they are hidden from those who look for them. */
const SCHEMES = [
  "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "\u0001javascript:alert(1)", "java\tscript:alert(1)",
  "javascript&colon;alert(1)", "&#106;avascript:alert(1)", "&#x6A;avascript:alert(1)", "javascript://%0aalert(1)",
  "javascript:/*--></title></style></textarea></script><svg/onload=alert(1)>", "vbscript:msgbox(1)",
  "data:text/html,<script>alert(1)</script>", "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
  "data:image/svg+xml,<svg onload=alert(1)>", "blob:x", "view-source:x", "//evil.example/%0d%0a", "\\\\evil.example\\x",
];

function* markdown(): Generator<string> {
  for (const scheme of SCHEMES) {
    yield `[x](${scheme})`;
    yield `[x](<${scheme}>)`;
    yield `![x](${scheme})`;
    yield `<${scheme}>`;
    yield `[x][1]\n\n[1]: ${scheme}`;
    yield `[x](https://a.example "${scheme}\\" onmouseover=alert(1) x=\\"")`;
  }
  yield* [
    "![x](https://a.example/x.png\"onerror=\"alert(1))", "![\"onerror=\"alert(1)](https://a.example/x.png)",
    "[a](https://a.example/\"onmouseover=\"alert(1))", "```\"><img src=x onerror=alert(1)>\nx\n```", "`<img src=x onerror=alert(1)>`",
    "~~~html\n<script>alert(1)</script>\n~~~", "    <script>alert(1)</script>", "|<img src=x onerror=alert(1)>|\n|-|\n|<svg onload=alert(1)>|",
    "# <svg onload=alert(1)>", "> <script>alert(1)</script>", "- [ ] <img src=x onerror=alert(1)>", "**<b onclick=alert(1)>x**",
    "<!--\n--><img src=x onerror=alert(1)>-->", "<![CDATA[<script>alert(1)</script>]]>", "<?php echo '<script>alert(1)</script>' ?>",
    "<a\nhref=\"javascript:alert(1)\">x</a>", "\\<script>alert(1)\\</script>", "&lt;img src=x onerror=alert(1)&gt;",
    "https://a.example/<script>alert(1)</script>", "www.a.example/\"onclick=alert(1)", "a@b.example\"onclick=alert(1)",
    "[x](mailto:a@b.example?subject=\"><script>alert(1)</script>)", "[^1]\n\n[^1]: <script>alert(1)</script>",
  ];
}

/** Known by name: mutations, namespaces, polyglots, frameworks. */
const KNOWN = [
  "jaVasCript:/*-/*`/*\\`/*'/*\"/**/(/* */oNcliCk=alert() )//%0D%0A%0d%0a//</stYle/</titLe/</teXtarEa/</scRipt/--!>\\x3csVg/<sVg/oNloAd=alert()//>\\x3e",
  "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", "<math><mtext><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=x onerror=alert(1)&gt;\">",
  "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>", "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
  "<listing>&lt;img src=x onerror=alert(1)&gt;</listing>", "<xmp></xmp><img src=x onerror=alert(1)>", "<plaintext><script>alert(1)</script>",
  "{{constructor.constructor('alert(1)')()}}", "${alert(1)}", "<%= alert(1) %>", "#{alert(1)}", "javascript:alert(1)//\nhttps://a.example",
  "<div data-bind=\"x:alert(1)\">", "<x v-html=\"_c.constructor('alert(1)')()\">", "<a href=\"\u2028javascript:alert(1)\">x</a>",
  "\u2028</script><script>alert(1)</script>", "</script\u0000><script>alert(1)</script>", "<!--<script><!-- --></script><script>alert(1)</script>",
  "\ufeff<script>alert(1)</script>", "+ADw-script+AD4-alert(1)+ADw-/script+AD4-", "\u001b(J<script>alert(1)</script>", "%3Cscript%3Ealert(1)%3C/script%3E",
  "__proto__", "constructor", "\\\";alert(1);//", "';alert(1);'", "`;alert(1);`", "\"-alert(1)-\"", "');alert(1)//", "<!><!--><img src=x onerror=alert(1)>",
];

export const PAYLOADS: string[] = [...new Set([...grammar(), ...markdown(), ...KNOWN])];

/** Put together so that each text is as long as its place allows. */
export function packed(payloads: string[], most: number, between = " "): string[] {
  const packs: string[] = [];
  let pack = "";
  for (const payload of payloads.filter((payload) => payload.length <= most)) {
    if (pack && pack.length + between.length + payload.length > most) {
      packs.push(pack);
      pack = "";
    }
    pack += (pack && between) + payload;
  }
  return pack ? [...packs, pack] : packs;
}
