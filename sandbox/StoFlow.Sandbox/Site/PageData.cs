using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace StoFlow.Sandbox.Site;

/// <summary>The data inside a page, in one of the forms the site has been seen to use.</summary>
internal static class PageData
{
    public static string Meta(PageView view)
        => view.Form is PageForm.Meta ? $"""<meta name="csrf-token" content="{view.Token}">""" : "";

    public static string Scripts(PageView view)
    {
        var data = Data(view);
        var first = """0:["$","$L1",null,{"buildId":"sandbox","assetPrefix":"","urlParts":["",""]}]""";
        return view.Form switch
        {
            PageForm.Plain => Script(view, $"window.__config={data};"),
            PageForm.NextData => $$"""<script id="__NEXT_DATA__" type="application/json" nonce="{{view.Nonce}}">{"props":{"pageProps":{{data}}},"page":"/","buildId":"sandbox"}</script>""",
            _ => Script(view, "(self.__next_f=self.__next_f||[]).push([0])")
                + Chunk(view, first + "\n", PageForm.Escaped)
                + Decoy(view)
                + Chunk(view, $"""2:["$","$L3",null,{data}]""" + "\n", view.Form)
                + Decoy(view),
        };
    }

    // On both sides of the right one: neither who takes the first nor who takes the last is right.
    private static string Decoy(PageView view)
        => view.Form is PageForm.TwoTokens ? Chunk(view, $$"""4:{"CSRF_TOKEN":"{{view.Decoy}}"}""" + "\n", PageForm.Escaped) : "";

    private static string Chunk(PageView view, string text, PageForm form)
    {
        var inner = form is PageForm.DoubleEscaped ? Escape(text) : text;
        var literal = form is PageForm.UnicodeEscaped
            ? inner.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\u0022", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)
            : Escape(inner);
        return Script(view, $"self.__next_f.push([1,\"{literal}\"])");
    }

    private static string Script(PageView view, string code) => $"""<script nonce="{view.Nonce}">{code}</script>""" + "\n";

    /// <summary>A JavaScript string without its quotes; <c>&lt;</c> never ends the script.</summary>
    private static string Escape(string text)
        => JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString().Replace("<", "\\u003c", StringComparison.Ordinal);

    private static string Data(PageView view)
    {
        var token = view.Form is PageForm.Absent or PageForm.Meta ? "" : $"\"CSRF_TOKEN\":\"{view.Token}\",";
        var json = new StringBuilder()
            .Append($$"""{"env":{{{token}}"NODE_ENV":"production","API_BASE_PATH":"/api/v2","RELEASE":"sandbox"},""")
            .Append($"\"locale\":\"{view.Site.Locale}\",\"currency\":\"{view.Site.Currency}\",\"anon_id\":\"{view.AnonId}\"");
        if (view.Account is { } me)
            json.Append(CultureInfo.InvariantCulture, $",\"userId\":\"{me.Id}\",\"login\":{Quote(me.Login)},\"currentUser\":{view.UserJson}");
        return json.Append('}').ToString().Replace("<", "\\u003c", StringComparison.Ordinal);
    }

    private static string Quote(string text) => $"\"{JsonEncodedText.Encode(text)}\"";
}
