using System.Text.RegularExpressions;
using Xunit;

namespace StoFlow.IntegrationTests.SandboxTests;

/// <summary>Behaviours 1 to 4: pages, cookies, the anti-forgery token, the session.</summary>
public sealed partial class PagesAndSessionTests : SandboxTest
{
    private const string Uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

    [Fact]
    public async Task B01_page_shows_the_user_only_when_signed_in()
    {
        var shopper = Visitor();
        var before = await shopper.Open("/");
        Assert.NotNull(shopper.Csrf);
        Assert.Contains("anon_id", before, StringComparison.Ordinal);
        Assert.DoesNotContain("userId", before, StringComparison.Ordinal);
        Assert.DoesNotContain("currentUser", before, StringComparison.Ordinal);

        await shopper.SignIn();
        foreach (var path in (string[])["/", "/items/new", "/catalog", $"/member/{shopper.UserId}"])
        {
            var page = await shopper.Open(path);
            Assert.Contains($"\\\"userId\\\":\\\"{shopper.UserId}\\\"", page, StringComparison.Ordinal);
            Assert.Contains("\\\"login\\\":\\\"demo.shop\\\"", page, StringComparison.Ordinal);
            Assert.Contains("\\\"currentUser\\\":", page, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("escaped", "CSRF_TOKEN\\\\\":\\\\\"", 1)]
    [InlineData("plain", "\"CSRF_TOKEN\":\"", 1)]
    [InlineData("double_escaped", "CSRF_TOKEN\\\\\\\\\\\\\":\\\\\\\\\\\\\"", 1)]
    [InlineData("unicode_escaped", "CSRF_TOKEN\\\\u0022:\\\\u0022", 1)]
    [InlineData("meta", "<meta name=\"csrf-token\" content=\"", 1)]
    [InlineData("next_data", "id=\"__NEXT_DATA__\".*\"CSRF_TOKEN\":\"", 1)]
    [InlineData("two_tokens", "CSRF_TOKEN\\\\\":\\\\\"", 2)]
    [InlineData("absent", "CSRF_TOKEN[^0-9a-f]*", 0)]
    public async Task B01_page_forms(string form, string before, int tokens)
    {
        await Control.Post("page", $$"""{"form":"{{form}}"}""");
        var shopper = await Visitor().SignInWithoutToken(Control);
        var page = await shopper.Open("/");
        var found = Regex.Matches(page, before + $"({Uuid})", RegexOptions.None, TimeSpan.FromSeconds(1)).Select(m => m.Groups[1].Value).Distinct(StringComparer.Ordinal).Count();
        Assert.Equal(tokens, found);
        Assert.Contains("userId", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task B01_of_two_tokens_neither_the_first_nor_the_last_is_right()
    {
        await Control.Post("page", """{"form":"two_tokens"}""");
        var shopper = await Visitor().SignInWithoutToken(Control);
        var tokens = Regex.Matches(await shopper.Open("/"), $"CSRF_TOKEN[^0-9a-f]*(?<token>{Uuid})", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))
            .Select(m => m.Groups["token"].Value).ToArray();
        foreach (var token in (string[])[tokens[0], tokens[^1]])
        {
            shopper.Csrf = token;
            var refused = await shopper.Post("items/1/delete");
            Assert.Equal((403, 106), (refused.Status, refused.Code));
        }
    }

    [Fact]
    public async Task B02_cookies_have_the_flags_of_the_real_ones()
    {
        var shopper = Visitor();
        var visit = await shopper.Send("GET", "/");
        AssertCookie(visit, "anon_id", httpOnly: false);
        AssertCookie(visit, "access_token_web", httpOnly: true);
        AssertCookie(visit, "_vinted_fr_session", httpOnly: true);
        await shopper.Open("/");
        var entry = await shopper.Send("POST", "/web/api/auth/oauth", System.Text.Json.Nodes.JsonNode.Parse("""{"username":"demo@example.test","password":"demo-demo"}"""));
        AssertCookie(entry, "access_token_web", httpOnly: true);
        AssertCookie(entry, "refresh_token_web", httpOnly: true);
        Assert.Equal(3, shopper.Cookie("access_token_web")!.Split('.').Length);
    }

    [Fact]
    public async Task B03_writes_need_the_page_token()
    {
        var shopper = await Seller();
        var id = await shopper.Create();
        var right = shopper.Csrf;
        foreach (var wrong in (string?[])[null, Guid.NewGuid().ToString()])
        {
            shopper.Csrf = wrong;
            var refused = await shopper.Post($"items/{id}/delete");
            Assert.Equal(403, refused.Status);
            Assert.Equal(106, refused.Code);
            Assert.Equal("access_denied", (string?)refused.Json["message_code"]);
            Assert.Equal(200, (await shopper.Get("users/current")).Status);
        }

        shopper.Csrf = right;
        Assert.Equal(200, (await shopper.Post($"items/{id}/delete")).Status);
    }

    [Fact]
    public async Task B04_expired_access_refreshes_once()
    {
        var shopper = await Seller();
        await Control.Fault("expire_session");
        var expired = await shopper.Get("users/current");
        Assert.Equal(401, expired.Status);
        Assert.Equal(100, expired.Code);
        Assert.Equal("invalid_authentication_token", (string?)expired.Json["message_code"]);
        Assert.Equal(401, (await shopper.Get("users/current")).Status);

        var old = shopper.Cookie("refresh_token_web")!;
        var fresh = await shopper.Send("POST", "/web/api/auth/refresh");
        Assert.Equal(200, fresh.Status);
        Assert.NotNull((string?)fresh.Json["access_token"]);
        Assert.NotEqual(old, shopper.Cookie("refresh_token_web"), StringComparer.Ordinal);
        Assert.Equal(200, (await shopper.Get("users/current")).Status);

        shopper.Cookies.Add(new System.Net.Cookie("refresh_token_web", old, "/", "www.vinted.fr") { Secure = true });
        var again = await shopper.Send("POST", "/web/api/auth/refresh");
        Assert.Equal(400, again.Status);
        Assert.Empty(again.Bytes);
        Assert.Equal("signed_in refused refused session_refreshed refused", string.Join(' ', await Control.Effects()));
    }

    [Fact]
    public async Task B04_dead_session_only_comes_back_by_the_form()
    {
        var shopper = await Seller();
        await Control.Fault("dead_session");
        Assert.Equal(401, (await shopper.Get("users/current")).Status);
        Assert.Equal(400, (await shopper.Send("POST", "/web/api/auth/refresh")).Status);
        var page = await shopper.Send("GET", "/items/new");
        Assert.Equal(307, page.Status);
        Assert.StartsWith("/session-refresh", page.Headers["Location"], StringComparison.Ordinal);
        var back = await shopper.Send("GET", page.Headers["Location"]);
        Assert.StartsWith("/member/login/email", back.Headers["Location"], StringComparison.Ordinal);
        Assert.Null(shopper.Cookie("refresh_token_web"));
        await shopper.SignIn();
    }

    [Fact]
    public async Task B04_a_page_renews_the_session_by_itself()
    {
        var shopper = await Seller();
        await Control.Fault("expire_session");
        await shopper.Get("users/current");
        var page = await shopper.Send("GET", "/items/new");
        var renewed = await shopper.Send("GET", page.Headers["Location"]);
        Assert.Equal("/items/new", renewed.Headers["Location"]);
        Assert.Equal(200, (await shopper.Get("users/current")).Status);
    }

    [Fact]
    public async Task Sign_out_ends_the_session_and_the_form_works_without_scripts()
    {
        var shopper = Visitor();
        var html = await shopper.Open("/member/login/email");
        var hidden = FormToken().Match(html).Groups["token"].Value;
        shopper.Csrf = null;
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        { ["username"] = "demo.shop", ["password"] = "demo-demo", ["authenticity_token"] = hidden });
        Assert.Equal(303, (await shopper.Send("POST", "/web/api/auth/oauth", form)).Status);
        Assert.Equal(200, (await shopper.Get("users/current")).Status);
        using var leave = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal) { ["authenticity_token"] = hidden });
        Assert.Equal(303, (await shopper.Send("POST", "/web/api/auth/logout", leave)).Status);
        Assert.Equal(401, (await shopper.Get("users/current")).Status);
    }

    [Fact]
    public async Task A_wrong_password_and_another_countrys_site_do_not_sign_in()
    {
        var shopper = Visitor();
        await shopper.Open("/");
        var wrong = await shopper.Send("POST", "/web/api/auth/oauth", System.Text.Json.Nodes.JsonNode.Parse("""{"username":"demo.shop","password":"nein"}"""));
        Assert.Equal(400, wrong.Status);
        var abroad = Visitor("www.vinted.de");
        await abroad.Open("/");
        var refused = await abroad.Send("POST", "/web/api/auth/oauth", System.Text.Json.Nodes.JsonNode.Parse("""{"username":"demo.shop","password":"demo-demo"}"""));
        Assert.Equal(400, refused.Status);
    }

    private static void AssertCookie(SiteAnswer answer, string name, bool httpOnly)
    {
        var one = answer.Headers["Set-Cookie"].Split('\n').Single(line => line.StartsWith(name + "=", StringComparison.Ordinal));
        Assert.Contains("secure", one, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", one, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(httpOnly, one.Contains("httponly", StringComparison.OrdinalIgnoreCase));
    }

    [GeneratedRegex("name=\"authenticity_token\" value=\"(?<token>[0-9a-f]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex FormToken();
}
