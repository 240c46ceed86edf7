using StoFlow.Harness.Browsers;
using StoFlow.Harness.House;

namespace StoFlow.BrowserTests;

/// <summary>The popup looks again every second; who uses it by keyboard, by ear or with a slow hand must not notice.</summary>
public abstract class PopupTests(HouseFixture fixture)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Looking_again_takes_no_focus_and_changes_nothing_that_stays_the_same()
    {
        var browser = fixture.House.Seller.Browser;
        var popup = await browser.OpenAsync(browser.ExtensionPageUrl("popup.html"), Ct);
        await popup.WaitForAsync("document.querySelector('.pairing.connected .unpair')", ct: Ct);
        await popup.EvaluateAsync<bool>(
            """
            (() => {
              window.focused = document.querySelector('.unpair');
              window.focused.focus();
              window.changes = [];
              new MutationObserver((all) => window.changes.push(...all.map((one) => one.target.outerHTML ?? one.target.textContent)))
                .observe(document.body, { childList: true, subtree: true, characterData: true });
              return true;
            })()
            """,
            Ct);

        await Task.Delay(TimeSpan.FromSeconds(3), Ct);

        Assert.True(await popup.EvaluateAsync<bool>("document.activeElement === window.focused", Ct));
        Assert.Empty(await popup.EvaluateAsync<string[]>("window.changes", Ct));
        await popup.CloseAsync(Ct);
    }

    [Fact]
    public async Task The_longest_state_does_not_break_the_name_beside_it()
    {
        var browser = fixture.House.Seller.Browser;
        var popup = await browser.OpenAsync(browser.ExtensionPageUrl("popup.html"), Ct);
        await popup.WaitForAsync("document.querySelector('#state').textContent", ct: Ct);

        var (before, after) = (await HeightAsync(""), await HeightAsync("Angehalten: ein anderes Konto ist angemeldet"));

        Assert.Equal(before, after);
        await popup.CloseAsync(Ct);

        Task<int> HeightAsync(string state) => popup.EvaluateAsync<int>(
            $"(document.querySelector('#state').textContent = '{state}', document.querySelector('h1').offsetHeight)", Ct);
    }

    [Fact]
    public async Task A_button_that_may_be_there_twice_says_whose_it_is()
    {
        var browser = fixture.House.Seller.Browser;
        var popup = await browser.OpenAsync(browser.ExtensionPageUrl("popup.html"), Ct);
        await popup.WaitForAsync("document.querySelector('.pairing .unpair')", ct: Ct);

        Assert.True(await popup.EvaluateAsync<bool>(
            """
            [...document.querySelectorAll('.pairing .unpair')].every((button) =>
              button.ariaLabel.startsWith(`${button.textContent}: `) && button.closest('.pairing').textContent.includes(button.ariaLabel.split(': ')[1]))
            """,
            Ct));
        await popup.CloseAsync(Ct);
    }

    [Fact]
    public async Task The_focus_goes_to_the_offer_that_took_the_form_s_place_and_to_none_of_its_buttons()
    {
        var browser = fixture.House.Seller.Browser;
        var pairing = await fixture.House.Admin.Administration.CreatePairingAsync(fixture.House.Options.Seller, Ct);
        var popup = await browser.OpenAsync(browser.ExtensionPageUrl("popup.html"), Ct);
        await popup.WaitForAsync("document.querySelector('.pairing.connected')", ct: Ct);
        await popup.EvaluateAsync<bool>("(document.querySelector('#pairing-box').open = true, document.querySelector('#code').focus(), true)", Ct);
        await popup.FillAsync("#address", fixture.House.Bridge.Url.GetLeftPart(UriPartial.Authority), Ct);
        await popup.FillAsync("#code", pairing.Code, Ct);
        await popup.EvaluateAsync<bool>("(document.querySelector('#pairing').requestSubmit(), true)", Ct);
        await popup.WaitForAsync("!document.querySelector('#offer').hidden", ct: Ct);

        Assert.Equal("offer", await popup.EvaluateAsync<string>("document.activeElement.id", Ct));
        Assert.NotEmpty(await popup.EvaluateAsync<string>("document.getElementById(document.activeElement.getAttribute('aria-labelledby')).textContent", Ct));

        await popup.ClickAsync("#decline", Ct);
        await popup.WaitForAsync("document.querySelector('#offer').hidden", ct: Ct);
        await popup.CloseAsync(Ct);
    }

    [Fact]
    public async Task To_disconnect_a_bridge_takes_a_second_word()
    {
        await using var house = await SellersHouse.StartAsync(new HouseOptions { Browser = fixture.House.Options.Browser, SignIn = false }, ct: Ct);
        var browser = house.Seller.Browser;
        var popup = await browser.OpenAsync(browser.ExtensionPageUrl("popup.html"), Ct);
        await popup.ClickAsync(".pairing.connected .unpair", Ct);
        await popup.WaitForAsync("document.querySelector('#leave').open && document.activeElement.id === 'leave-no'", ct: Ct);
        Assert.Contains(house.Options.Seller, await popup.EvaluateAsync<string>("document.querySelector('#leave-text').textContent", Ct), StringComparison.Ordinal);
        Assert.True(await popup.EvaluateAsync<bool>("document.querySelector('#leave-away').hidden", Ct));
        await popup.ClickAsync("#leave-no", Ct);
        await popup.WaitForAsync("!document.querySelector('#leave').open && document.activeElement.matches('.unpair')", ct: Ct);
        Assert.Single((await house.Admin.StatusAsync(Ct)).Browsers);

        await popup.ClickAsync(".pairing .unpair", Ct);
        await popup.ClickAsync("#leave-yes", Ct);
        await popup.WaitForAsync("document.querySelector('#state').dataset.state === 'unpaired'", ct: Ct);
        await Until.TrueAsync(async () => (await house.Admin.StatusAsync(Ct)).Browsers.Count == 0, TimeSpan.FromSeconds(30), "the bridge has heard it");
        await popup.CloseAsync(Ct);
    }

    [Fact]
    public async Task A_bridge_that_comes_and_goes_takes_no_focus_from_its_button()
    {
        var popup = await WithConnectionAsync("{ kind: 'waiting', until: Date.now() + 600000, detail: 'unreachable' }");
        await popup.WaitForAsync("document.querySelector('.pairing .retry')", ct: Ct);
        await popup.EvaluateAsync<bool>("((window.focused = document.querySelector('.unpair')).focus(), true)", Ct);

        await popup.EvaluateAsync<bool>("(window.connection = { kind: 'connecting' }, true)", Ct);
        await popup.WaitForAsync("!document.querySelector('.pairing .retry')", ct: Ct);
        Assert.True(await popup.EvaluateAsync<bool>("document.activeElement === window.focused", Ct));

        await popup.EvaluateAsync<bool>("(window.connection = { kind: 'waiting', until: Date.now() + 600000, detail: 'closed' }, true)", Ct);
        await popup.WaitForAsync("document.querySelector('.pairing .retry + .unpair')", ct: Ct);
        Assert.True(await popup.EvaluateAsync<bool>("document.activeElement === window.focused", Ct));
        await popup.CloseAsync(Ct);
    }

    [Fact]
    public async Task The_focus_goes_from_a_button_to_the_one_that_takes_its_place()
    {
        var browser = fixture.House.Seller.Browser;
        var popup = await browser.OpenAsync(browser.ExtensionPageUrl("popup.html"), Ct);
        foreach (var (pressed, comes) in new[] { ("pause", "resume"), ("resume", "pause") })
        {
            await popup.WaitForAsync($"!document.querySelector('#{pressed}').hidden", ct: Ct);
            await popup.EvaluateAsync<bool>($"(({pressed}) => ({pressed}.focus(), {pressed}.click(), true))(document.querySelector('#{pressed}'))", Ct);
            await popup.WaitForAsync($"!document.querySelector('#{comes}').hidden", ct: Ct);
            Assert.Equal(comes, await popup.EvaluateAsync<string>("document.activeElement.id", Ct));
        }

        await popup.CloseAsync(Ct);
    }

    [Fact]
    public async Task A_bridge_that_is_reached_meanwhile_is_told_as_reached_when_it_is_disconnected()
    {
        var popup = await WithConnectionAsync("{ kind: 'waiting', until: Date.now() + 600000, detail: 'unreachable' }");
        await popup.WaitForAsync("document.querySelector('.pairing .retry')", ct: Ct);
        await popup.EvaluateAsync<bool>("(window.connection = { kind: 'connecting' }, true)", Ct);
        await popup.WaitForAsync("document.querySelector('.pairing.connecting .unpair')", ct: Ct);
        await popup.EvaluateAsync<bool>("(window.connection = { kind: 'connected' }, true)", Ct);
        await popup.WaitForAsync("document.querySelector('.pairing.connected .unpair')", ct: Ct);

        await popup.ClickAsync(".pairing .unpair", Ct);
        await popup.WaitForAsync("document.querySelector('#leave').open", ct: Ct);

        Assert.True(await popup.EvaluateAsync<bool>("document.querySelector('#leave-away').hidden", Ct));
        await popup.ClickAsync("#leave-no", Ct);
        await popup.CloseAsync(Ct);
    }

    [Fact]
    public async Task A_bridge_that_the_disk_refuses_to_forget_is_told_with_what_to_do()
    {
        var popup = await WithConnectionAsync("{ kind: 'left' }");
        await popup.WaitForAsync("document.querySelector('.pairing.left .unpair')", ct: Ct);
        await popup.WaitForAsync("document.querySelector('#problem').dataset.problem === 'storage_unavailable'", ct: Ct);
        await popup.ScreenshotAsync(Path.Combine(Checkout.Artifacts, "screens", $"{fixture.House.Seller.Browser.Kind}-popup-left.png"), Ct);

        Assert.True(await popup.EvaluateAsync<bool>(
            "document.querySelector('.pairing .connection').textContent === document.querySelector('#problem').textContent", Ct));
        await popup.CloseAsync(Ct);
    }

    [Fact]
    public async Task The_popup_fits_a_window_that_is_narrower_than_it_would_be()
    {
        var browser = fixture.House.Seller.Browser;
        var page = await browser.OpenAsync(browser.ExtensionPageUrl("activity.html"), Ct);
        await page.EvaluateAsync<bool>(
            "(document.body.prepend(Object.assign(document.createElement('iframe'), { id: 'narrow', src: 'popup.html', width: 320, height: 560 })), true)", Ct);
        await page.WaitForAsync("document.querySelector('#narrow').contentDocument?.querySelector('.pairing.connected')", ct: Ct);
        await page.ScreenshotAsync(Path.Combine(Checkout.Artifacts, "screens", $"{browser.Kind}-popup-narrow.png"), Ct);

        Assert.Empty(await page.EvaluateAsync<string[]>(
            """
            [...document.querySelector('#narrow').contentDocument.querySelectorAll('body *')]
              .filter((one) => one.getBoundingClientRect().right > 320).map((one) => one.id || one.className || one.tagName)
            """,
            Ct));
        // The browser makes its popup as wide as the page wants to be at least.
        Assert.Equal(360, await page.EvaluateAsync<int>(
            "(({ documentElement: root, body }) => (root.style.width = 'min-content', body.offsetWidth))(document.querySelector('#narrow').contentDocument)", Ct));
        await page.CloseAsync(Ct);
    }

    [Fact]
    public async Task Each_card_has_an_edge_where_the_system_takes_the_backgrounds_away()
    {
        var browser = fixture.House.Seller.Browser;
        var popup = await browser.OpenAsync(browser.ExtensionPageUrl("popup.html"), Ct);
        await popup.WaitForAsync("document.querySelector('.pairing')", ct: Ct);

        Assert.Empty(await popup.EvaluateAsync<string[]>(
            """
            [...document.querySelectorAll('#problem, section:not(#lanes), details, .pairing')]
              .filter((card) => getComputedStyle(card).borderTopStyle !== 'solid').map((card) => card.id || card.className)
            """,
            Ct));
        await popup.CloseAsync(Ct);
    }

    [Fact]
    public async Task The_whole_list_fits_a_narrow_window()
    {
        var browser = fixture.House.Seller.Browser;
        await fixture.House.Client().GetUserDataAsync(Ct);
        var page = await browser.OpenAsync(browser.ExtensionPageUrl("activity.html"), Ct);
        await page.WaitForAsync("document.querySelector('#activity td')", ct: Ct);

        await page.EvaluateAsync<bool>(
            "(document.body.append(Object.assign(document.createElement('iframe'), { id: 'narrow', src: 'activity.html', width: 380 })), true)", Ct);
        await page.WaitForAsync("document.querySelector('#narrow').contentDocument?.querySelector('#activity td')", ct: Ct);

        // Without a bar to scroll by, and no cell beside the window.
        Assert.True(await page.EvaluateAsync<bool>(
            """
            (({ wide, cells }) => wide.scrollWidth <= wide.clientWidth && cells.length > 0 && cells.every((cell) => cell.getBoundingClientRect().right <= 380))({
              wide: document.querySelector('#narrow').contentDocument.querySelector('.wide'),
              cells: [...document.querySelector('#narrow').contentDocument.querySelectorAll('#activity td')],
            })
            """,
            Ct));
        await page.CloseAsync(Ct);
    }

    [Fact]
    public async Task The_narrowest_list_breaks_no_word_of_an_outcome_or_a_time()
    {
        var browser = fixture.House.Seller.Browser;
        var page = await browser.OpenAsync(browser.ExtensionPageUrl("activity.html"), Ct);
        await page.EvaluateAsync<bool>(
            """
            new Promise((resolve) => {
              indexedDB.open('stoflow').onsuccess = ({ target: { result: db } }) => {
                const change = db.transaction('activity', 'readwrite');
                for (const [outcome, code] of [['unknown', 'outcome_unknown'], ['failed', 'site_permission_missing']]) {
                  change.objectStore('activity').add({
                    at: Date.now(), bridge: 'Atelier', backend: 'erp', site: 'www.vinted.co.uk', action: '', what: 'PUT /api/v2/items/4170000001', write: true, kind: 1, outcome, code, durationMs: 61234,
                  });
                }
                change.oncomplete = () => (db.close(), resolve(true));
              };
            })
            """,
            Ct);
        await page.EvaluateAsync<bool>(
            """
            (document.body.prepend(Object.assign(document.createElement('iframe'), { id: 'narrow', src: 'activity.html', width: 340, height: 420 })), true)
            """,
            Ct);
        await page.WaitForAsync("document.querySelector('#narrow').contentDocument?.querySelectorAll('#activity tr').length >= 2", ct: Ct);
        foreach (var scheme in (string[])["light", "dark"])
        {
            await page.EvaluateAsync<bool>($"(document.querySelector('#narrow').contentDocument.documentElement.style.colorScheme = '{scheme}', true)", Ct);
            await page.ScreenshotAsync(Path.Combine(Checkout.Artifacts, "screens", $"{browser.Kind}-activity-narrow-{scheme}.png"), Ct);
        }

        // A code is several words. Each word lies in one box, and that within the window.
        Assert.Empty(await page.EvaluateAsync<string[]>(
            """
            (({ contentDocument: narrow }) => {
              const broken = [];
              for (const cell of narrow.querySelectorAll('#activity .outcome, #activity time')) {
                const texts = narrow.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
                while (texts.nextNode()) {
                  for (const word of texts.currentNode.data.matchAll(/[^\s_]+_?/g)) {
                    const range = narrow.createRange();
                    range.setStart(texts.currentNode, word.index);
                    range.setEnd(texts.currentNode, word.index + word[0].length);
                    const boxes = [...range.getClientRects()];
                    if (new Set(boxes.map(({ top }) => top)).size !== 1 || boxes.some(({ right }) => right > 340)) broken.push(word[0]);
                  }
                }
              }
              return broken;
            })(document.querySelector('#narrow'))
            """,
            Ct));
        await page.CloseAsync(Ct);
    }

    // The popup with the bridge's connection as the test says it stands, which no bridge could hold still.
    private async Task<IPage> WithConnectionAsync(string connection)
    {
        var browser = fixture.House.Seller.Browser;
        var popup = await browser.OpenAsync(browser.ExtensionPageUrl("popup.html"), Ct);
        await popup.EvaluateAsync<bool>(
            $$"""
            ((ask) => {
              window.connection = {{connection}};
              chrome.runtime.sendMessage = async (message) => {
                const answer = await ask(message);
                return message.ui === 'state' ? { ...answer, pairings: answer.pairings.map((one) => ({ ...one, connection: window.connection })) } : answer;
              };
              return true;
            })(chrome.runtime.sendMessage.bind(chrome.runtime))
            """,
            Ct);
        return popup;
    }
}

/// <inheritdoc/>
[Collection<FirefoxHouse>]
public sealed class FirefoxPopupTests(FirefoxHouse fixture) : PopupTests(fixture);

/// <inheritdoc/>
[Collection<ChromiumHouse>]
public sealed class ChromiumPopupTests(ChromiumHouse fixture) : PopupTests(fixture);
