using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace StoFlow.Bridge.Pages;

/// <summary>Which of the page's two languages a browser reads.</summary>
internal static class PageLanguage
{
    /// <summary><c>en</c> when English stands before French in <c>Accept-Language</c>, else <c>fr</c>.</summary>
    public static string Of(HttpRequest request)
    {
        // More than a handful is nobody's real list.
        if (request.Headers.AcceptLanguage.ToString().Length > 500) return "fr";
        var asked = request.GetTypedHeaders().AcceptLanguage;
        var (french, english) = (Quality(asked, "fr"), Quality(asked, "en"));
        return english > french ? "en" : "fr";
    }

    private static double Quality(IList<StringWithQualityHeaderValue> asked, string language)
    {
        double best = 0;
        foreach (var entry in asked)
        {
            var value = entry.Value.AsSpan();
            if (value.StartsWith(language, StringComparison.OrdinalIgnoreCase) && (value.Length == 2 || value[2] == '-'))
                best = Math.Max(best, entry.Quality ?? 1);
        }

        return best;
    }
}
