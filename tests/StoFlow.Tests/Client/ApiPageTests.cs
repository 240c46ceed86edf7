using System.Reflection;
using StoFlow.Client;

namespace StoFlow.Tests.Client;

public sealed class ApiPageTests
{
    [Fact]
    public void The_page_is_that_of_the_code()
    {
        var file = Path.Combine(Repository.Root, "docs", "api.md");
        var page = File.ReadAllText(file).ReplaceLineEndings("\n");
        var byHand = page[..page.IndexOf(ApiPage.Heading, StringComparison.Ordinal)];
        var real = byHand + ApiPage.Write();
        if (Environment.GetEnvironmentVariable("STOFLOW_WRITE_API") is "1") File.WriteAllText(file, real);
        else Assert.True(real == page, "docs/api.md is not that of the code: run this test with STOFLOW_WRITE_API=1 and look at the difference.");
    }

    [Theory]
    [InlineData(typeof(VintedProxyClient))]
    [InlineData(typeof(VintedItems))]
    [InlineData(typeof(VintedDrafts))]
    [InlineData(typeof(VintedPhotos))]
    [InlineData(typeof(VintedCatalogue))]
    [InlineData(typeof(VintedOrders))]
    [InlineData(typeof(VintedReadBack))]
    public void Every_call_of_the_site_says_what_it_does_and_where_it_asks(Type type)
    {
        var docs = new XmlDocs(type.Assembly);
        foreach (var method in ApiPage.Methods(type).Where(method => IsCall(method.ReturnType)))
        {
            Assert.False(string.IsNullOrEmpty(docs.Part(XmlDocs.Id(method), "summary")), $"{type.Name}.{method.Name} has no summary.");
            Assert.True(docs.Part(XmlDocs.Id(method), "remarks")?.StartsWith("Source: ", StringComparison.Ordinal) == true, $"{type.Name}.{method.Name} does not say its source.");
        }
    }

    private static bool IsCall(Type type) => typeof(Task).IsAssignableFrom(type) || type.Name.StartsWith("IAsyncEnumerable", StringComparison.Ordinal);
}
