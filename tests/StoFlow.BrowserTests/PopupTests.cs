using StoFlow.Harness.Browsers;

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
}

/// <inheritdoc/>
[Collection<FirefoxHouse>]
public sealed class FirefoxPopupTests(FirefoxHouse fixture) : PopupTests(fixture);

/// <inheritdoc/>
[Collection<ChromiumHouse>]
public sealed class ChromiumPopupTests(ChromiumHouse fixture) : PopupTests(fixture);
