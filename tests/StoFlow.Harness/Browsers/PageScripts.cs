using System.Text.Json;

namespace StoFlow.Harness.Browsers;

/// <summary>The JavaScript that both browsers' pages share.</summary>
internal static class PageScripts
{
    /// <summary>Any expression as a promise of its JSON text, which is the one form both protocols return alike.</summary>
    public static string AsJson(string expression) => $"(async () => JSON.stringify(await (\n{expression}\n)))()";

    /// <summary>Where to click an element: "x,y" in the viewport, or why not yet, in words.</summary>
    public static string ClickPoint(string css) => $$"""
        (() => {
          const element = document.querySelector({{Quote(css)}});
          if (!element) return "is not there";
          if (element.disabled) return "is disabled";
          element.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
          const box = element.getBoundingClientRect();
          if (box.width === 0 || box.height === 0) return "is hidden";
          const x = Math.round(box.left + box.width / 2), y = Math.round(box.top + box.height / 2);
          const hit = document.elementFromPoint(x, y);
          if (!hit) return "is outside the window";
          if (!element.contains(hit) && !hit.contains(element)) return "is covered by <" + hit.tagName.toLowerCase() + " id=" + hit.id + ">";
          return x + "," + y;
        })()
        """;

    /// <summary>Sets a value as typing would: by the prototype's setter, so that frameworks notice. False: no such element.</summary>
    public static string Fill(string css, string text) => $$"""
        (() => {
          const element = document.querySelector({{Quote(css)}});
          if (!element) return false;
          element.focus();
          const owner = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(element), "value");
          if (owner) owner.set.call(element, {{Quote(text)}}); else element.textContent = {{Quote(text)}};
          element.dispatchEvent(new Event("input", { bubbles: true }));
          element.dispatchEvent(new Event("change", { bubbles: true }));
          return true;
        })()
        """;

    /// <summary>The page's address and first text, for error messages.</summary>
    public const string Summary = "location.href + ' shows: ' + (document.body ? document.body.innerText : '').slice(0, 300)";

    /// <summary>True when the document has loaded.</summary>
    public const string Loaded = "document.readyState === 'complete'";

    private static string Quote(string text) => JsonSerializer.Serialize(text);
}
