package page

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// browse opens a page in Chromium and collects what it complains about. AUDITQL_BROWSER names the program; without it
// the tests of this file are left out, see make browser.
func browse(t *testing.T, html string) (ctx context.Context, complaints func() []string) {
	t.Helper()
	program := os.Getenv("AUDITQL_BROWSER")
	if program == "" {
		t.Skip("AUDITQL_BROWSER names no Chromium")
	}
	var guard sync.Mutex
	var said []string
	file := filepath.Join(t.TempDir(), "report.html")
	if err := os.WriteFile(file, []byte(html), 0o644); err != nil {
		t.Fatal(err)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.WindowSize(1440, 1000))
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	ctx, stop = context.WithTimeout(ctx, 10*time.Minute)
	t.Cleanup(stop)
	do(t, ctx)
	if err := chromedp.Listen(ctx, func(event any) {
		guard.Lock()
		defer guard.Unlock()
		switch e := event.(type) {
		case *log.EventEntryAdded: // violations of the policy among them
			said = append(said, e.Entry.Text)
		case *runtime.EventExceptionThrown:
			said = append(said, e.ExceptionDetails.Text)
		case *runtime.EventConsoleAPICalled:
			said = append(said, "console."+string(e.Type))
		case *cdppage.EventJavascriptDialogOpening:
			said = append(said, "dialog: "+e.Message)
		}
	}); err != nil {
		t.Fatal(err)
	}
	call(t, ctx, log.Enable, cdp.Empty{})
	do(t, ctx, chromedp.Navigate("file://"+file))
	return ctx, func() []string {
		guard.Lock()
		defer guard.Unlock()
		return slices.Clone(said)
	}
}

func do(t *testing.T, ctx context.Context, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

func call[P, R any](t *testing.T, ctx context.Context, command cdp.Command[P, R], params P) R {
	t.Helper()
	r, err := chromedp.Call(ctx, command, params)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func js[T any](t *testing.T, ctx context.Context, expression string) T {
	t.Helper()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func scheme(t *testing.T, ctx context.Context, name string) {
	t.Helper()
	call(t, ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: name}}})
}

// quick is how many milliseconds sorting and filtering of 100,000 rows may take on a machine that does much else besides.
const quick = 6000.0

const found = `[...document.querySelectorAll('#t-x-long .rows')].find(r => r.dataset.name.startsWith('exceptions'))`

func TestBrowserSortsFiltersAndTurnsPages(t *testing.T) {
	ctx, complaints := browse(t, write(t, fixture(t, 100_000)))
	js[bool](t, ctx, `(globalThis.box = `+found+`, true)`)
	first := func() string { return js[string](t, ctx, `box.querySelector('tbody td').textContent`) }
	status := func() string { return js[string](t, ctx, `box.querySelector('.status').textContent`) }
	if n := js[int](t, ctx, `box.querySelectorAll('tbody tr').length`); n != 50 || status() != "1–50 of 100,000 rows" {
		t.Errorf("%d rows, %q", n, status())
	}
	js[bool](t, ctx, `(box.querySelector('.pager button:last-child').click(), true)`)
	if status() != "51–100 of 100,000 rows" {
		t.Errorf("the next page is %q", status())
	}
	took := js[float64](t, ctx, `(() => { const t = performance.now(); box.querySelectorAll('th button')[0].click(); return performance.now() - t })()`)
	if first() != "item-000000" || took > quick {
		t.Errorf("sorted, the first is %s after %.0f ms", first(), took)
	}
	t.Logf("sorting 100,000 rows took %.0f ms", took)
	js[bool](t, ctx, `(box.querySelectorAll('th button')[3].click(), box.querySelectorAll('th button')[3].click(), true)`)
	if got := js[string](t, ctx, `box.querySelector('tbody tr').cells[3].textContent + box.querySelectorAll('th')[3].getAttribute('aria-sort')`); got != "1007descending" && got != "1008descending" {
		t.Errorf("sorted by number downwards, the first is %s", got)
	}
	js[bool](t, ctx, `(box.querySelector('input').value = 'ITEM-00042', box.querySelector('input').dispatchEvent(new Event('input')))`)
	do(t, ctx, chromedp.Sleep(400*time.Millisecond))
	js[bool](t, ctx, `(() => {
		const input = box.querySelector('input'), began = performance.now();
		new MutationObserver((_, o) => { globalThis.filtered = performance.now() - began; o.disconnect(); }).observe(box.querySelector('.status'), {childList: true});
		input.value = 'item-0004';
		input.dispatchEvent(new Event('input'));
		return true;
	})()`)
	do(t, ctx, chromedp.Sleep(2*time.Second))
	if took := js[float64](t, ctx, `globalThis.filtered ?? -1`); took < 0 || took > quick {
		t.Errorf("filtered after %.0f ms", took)
	} else {
		t.Logf("filtering 100,000 rows took %.0f ms, of which it waits 60 for the next key", took)
	}
	js[bool](t, ctx, `(box.querySelector('input').value = 'ITEM-00042', box.querySelector('input').dispatchEvent(new Event('input')))`)
	do(t, ctx, chromedp.Sleep(400*time.Millisecond))
	if status() != "10 of 100,000 rows" {
		t.Errorf("filtered: %q", status())
	}
	if len(complaints()) > 0 {
		t.Errorf("the browser complains: %q", complaints())
	}
}

// Whoever has no mouse sorts by Enter on a heading, sees where the keyboard is, and reaches tables that scroll.
func TestBrowserObeysTheKeyboard(t *testing.T) {
	ctx, _ := browse(t, write(t, fixture(t, 300)))
	js[bool](t, ctx, `(globalThis.box = `+found+`, box.querySelector('th button').focus({focusVisible: true}), true)`)
	press := func(key string, code int64) {
		for _, kind := range []input.DispatchKeyEventType{"keyDown", "keyUp"} {
			event := input.DispatchKeyEventParams{Type: kind, Key: key, Code: key, WindowsVirtualKeyCode: code}
			if key == "Enter" && kind == "keyDown" {
				event.Text = "\r"
			}
			call(t, ctx, input.DispatchKeyEvent, event)
		}
	}
	for _, want := range []string{"ascending", "descending"} {
		press("Enter", 13)
		if got := js[string](t, ctx, `String(box.querySelector('th').getAttribute('aria-sort'))`); got != want {
			t.Errorf("sorted %q by Enter, want %q", got, want)
		}
	}
	press("Tab", 9)
	if got := js[string](t, ctx, `document.activeElement.closest('th')?.cellIndex + ' ' + getComputedStyle(document.activeElement).outlineStyle`); got != "1 solid" {
		t.Errorf("after Tab the focus is on column %s, want the second, outlined", got)
	}
	if n := js[int](t, ctx, `[...document.querySelectorAll('svg')].filter((s) => s.getAttribute('role') !== 'img' || !(s.getAttribute('aria-label') || s.querySelector('title'))).length`); n > 0 {
		t.Errorf("%d pictures have no text in their place", n)
	}
}

func TestBrowserShowsHostileTextAsText(t *testing.T) {
	ctx, complaints := browse(t, write(t, fixture(t, 1200)))
	if n := js[int](t, ctx, `document.querySelectorAll('img').length + document.querySelectorAll('script').length`); n != 4 {
		t.Errorf("%d images and scripts, want the script of the page and three blocks of data", n)
	}
	if got := js[string](t, ctx, `document.querySelector('h1').textContent`); !strings.HasPrefix(got, "<script>alert(1)</script>") {
		t.Errorf("the title reads %q", got)
	}
	if got := js[string](t, ctx, found+`.querySelector('tbody tr').cells[2].textContent`); !strings.Contains(got, "<img src=x") {
		t.Errorf("a cell reads %q", got)
	}
	js[bool](t, ctx, `(() => { const s = document.createElement('script'); s.textContent = 'globalThis.ran = true'; document.body.append(s); return true })()`)
	if js[bool](t, ctx, `!!globalThis.ran`) {
		t.Error("a script that is not of the page ran")
	}
	for _, c := range complaints() {
		if !strings.Contains(c, "Content Security Policy") {
			t.Errorf("the browser complains: %s", c)
		}
	}
}

func TestBrowserPrintsAndFitsItsWindow(t *testing.T) {
	ctx, complaints := browse(t, write(t, fixture(t, 1200)))
	pdf, err := chromedp.Run(ctx, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize(), chromedp.PDFPrintBackground()))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(string(pdf), "%PDF-") || strings.Count(string(pdf), "/Type /Page\n") < 20 {
		t.Errorf("%d bytes printed, %d pages", len(pdf), strings.Count(string(pdf), "/Type /Page\n"))
	}
	for _, width := range []int64{1440, 820, 390} {
		do(t, ctx, chromedp.EmulateViewport(width, 900))
		if over := js[int](t, ctx, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
			t.Errorf("at %d pixels the page is %d pixels too wide: %s", width, over, js[string](t, ctx, tooWide))
		}
	}
	if len(complaints()) > 0 {
		t.Errorf("the browser complains: %q", complaints())
	}
}

const tooWide = `[...document.querySelectorAll('body *')].filter((e) => !e.closest('.scroll, figure, pre') && e.getBoundingClientRect().right > innerWidth)
  .map((e) => e.tagName + '.' + e.className).join(', ')`

// Contrast of text is at least 4.5 to 1 in light and in dark, as WCAG 2.2 asks (1.4.3).
func TestBrowserHasContrast(t *testing.T) {
	ctx, _ := browse(t, write(t, fixture(t, 30)))
	for _, name := range []string{"light", "dark"} {
		scheme(t, ctx, name)
		if low := js[[]string](t, ctx, lowContrast); len(low) > 0 {
			t.Errorf("%s: too little contrast: %q", name, low)
		}
	}
}

const lowContrast = `(() => {
  const parse = (c) => c.match(/[\d.]+/g).map(Number);
  const light = (c) => parse(c).slice(0, 3).map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4).reduce((s, v, i) => s + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (e) => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor; if (parse(c)[3] !== 0) return c; } return 'rgb(255,255,255)'; };
  const low = new Set();
  for (const e of document.querySelectorAll('body *')) {
    if (!e.checkVisibility() || e.disabled || e.closest('svg') || ![...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim())) continue;
    const [a, b] = [light(getComputedStyle(e).color), light(ground(e))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) low.add(e.tagName + '.' + e.className + ' ' + ((a + 0.05) / (b + 0.05)).toFixed(2));
  }
  return [...low];
})()`

// The screenshots are for the eye: AUDITQL_SHOTS names a folder, AUDITQL_PAGE a report to be shown in place of the fixture.
func TestBrowserScreenshots(t *testing.T) {
	folder := os.Getenv("AUDITQL_SHOTS")
	if folder == "" {
		t.Skip("AUDITQL_SHOTS names no folder")
	}
	html := write(t, fixture(t, 300))
	if file := os.Getenv("AUDITQL_PAGE"); file != "" {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		html = string(data)
	}
	ctx, _ := browse(t, html)
	for _, name := range []string{"light", "dark"} {
		scheme(t, ctx, name)
		for _, part := range []string{"#summary", "#controls", "#evidence", "#t-gen-benford", "#t-gen-aging", "article.test", "#samples"} {
			if js[bool](t, ctx, `!document.querySelector('`+part+`')`) {
				continue
			}
			do(t, ctx, chromedp.EmulateViewport(1440, 1700))
			js[bool](t, ctx, `(document.querySelector('`+part+`').scrollIntoView(), true)`)
			shoot(t, ctx, filepath.Join(folder, strings.Trim(part, "#.")+"-"+name+".png"))
		}
	}
	do(t, ctx, chromedp.EmulateViewport(390, 1700))
	for _, part := range []string{"#summary", "#verdicts", "#controls", "#evidence", "#samples", "article.test"} {
		if js[bool](t, ctx, `!document.querySelector('`+part+`')`) {
			continue
		}
		js[bool](t, ctx, `(document.querySelector('`+part+`').scrollIntoView(), true)`)
		shoot(t, ctx, filepath.Join(folder, strings.Trim(part, "#.")+"-narrow.png"))
	}
	pdf, err := chromedp.Run(ctx, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize(), chromedp.PDFPrintBackground()))
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, "print.pdf"), pdf, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func shoot(t *testing.T, ctx context.Context, file string) {
	t.Helper()
	png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.WriteFile(file, png, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}
