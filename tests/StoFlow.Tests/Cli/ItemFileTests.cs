using System.Text;
using StoFlow.Cli;
using StoFlow.Cli.Items;
using StoFlow.Client;

namespace StoFlow.Tests.Cli;

public sealed class ItemFileTests
{
    private const string Least = """{"title":"Jean","description":"Bleu","price":28.9,"catalog_id":257""";

    [Fact]
    public void Every_field_of_a_new_item_can_be_written()
    {
        var known = typeof(ItemFileFields).GetProperties().Select(property => property.Name).ToHashSet(StringComparer.Ordinal);
        var due = typeof(NewItem).GetProperties().Select(property => property.Name).Where(name => name is not (nameof(NewItem.Photos)));
        Assert.Equal(due.Order(StringComparer.Ordinal), known.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_is_left_out_is_as_the_client_has_it()
    {
        var item = ItemFile.Parse(Least + "}", "item.json");
        Assert.Equivalent(new NewItem { Title = "Jean", Description = "Bleu", Price = 28.9m, CatalogId = 257 }, item);
        Assert.Equal(1, item.PackageSizeId);
    }

    [Fact]
    public void What_is_written_arrives()
    {
        var item = ItemFile.Parse(Least + """, "color_ids": [27, 9], "package_size_id": 3, "status_id": 2, "attributes": [{"code":"material","ids":[44]}], /* note */ }""", "item.json");
        Assert.Equal([27, 9], item.ColorIds);
        Assert.Equal((3, 2), (item.PackageSizeId, item.StatusId));
        Assert.Equal([44L], Assert.Single(item.Attributes).Ids);
    }

    [Fact]
    public void A_file_of_another_encoding_is_refused_not_garbled()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("stoflow-item-").FullName, "item.json");
        try
        {
            foreach (var (encoding, taken) in new (Encoding, bool)[] { (Encoding.Latin1, false), (Encoding.UTF8, true), (Encoding.Unicode, true), (new UTF8Encoding(false), true) })
            {
                File.WriteAllText(file, Least.Replace("Bleu", "Bleu délavé", StringComparison.Ordinal) + "}", encoding);
                if (taken) Assert.Equal("Bleu délavé", ItemFile.Read(file, []).Description);
                else Assert.Contains("UTF-8", Assert.Throws<UsageException>(() => ItemFile.Read(file, [])).Message, StringComparison.Ordinal);
            }
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData(Least + ",\"titel\":\"x\"}")]
    [InlineData(Least + ",\"photos\":[]}")]
    [InlineData(Least + ",\"attributes\":[{\"code\":\"material\"}]}")]
    [InlineData(Least + ",\"attributes\":[{\"code\":\"material\",\"ids\":null}]}")]
    [InlineData(Least + ",\"attributes\":[null]}")]
    [InlineData("{\"title\":\"Jean\"}")]
    public void Anything_else_is_refused_by_name_of_the_file(string text)
    {
        var refused = Assert.Throws<UsageException>(() => ItemFile.Parse(text, "item.json"));
        Assert.Contains("item.json", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("titel", "\"x\"", "titel: there is no such field.")]
    [InlineData("price", "\"1\"", "price: not of the type that is due, a number.")]
    [InlineData("price", "1,5", "not valid JSON (line 1, byte 12).")]
    public void A_field_that_is_none_is_told_from_one_of_another_type(string field, string value, string said)
    {
        var refused = Assert.Throws<UsageException>(() => ItemFile.Parse($$"""{"{{field}}":{{value}}}""", "item.json"));
        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
    }
}
