using System.CommandLine;
using StoFlow.Cli.Files;
using StoFlow.Cli.Settings;
using StoFlow.Client;

namespace StoFlow.Cli.Items;

/// <summary>The options that describe a change of an item, for those who make it and those who look whether it happened.</summary>
internal sealed class ChangeOptions
{
    public const string Names = "--price, --title, --description, --brand-id, --size-id, --status-id or --package-size-id";

    private readonly Option<decimal?> _price = new("--price") { Description = "The price, such as 24.90.", HelpName = "amount", CustomParser = Numbers.Money };
    private readonly Option<string?> _title = new("--title") { Description = "The title.", HelpName = "text" };
    private readonly Option<string?> _description = new("--description") { Description = "The description, or @FILE to read it from.", HelpName = "text" };
    private readonly Option<long?> _brand = Id("--brand-id", "The brand; 1 is none.");
    private readonly Option<long?> _size = Id("--size-id", "The size.");
    private readonly Option<long?> _status = Id("--status-id", "The condition, 1 to 6.");
    private readonly Option<long?> _package = Id("--package-size-id", "The parcel class.");

    public ChangeOptions(Command command)
    {
        foreach (var option in new Option[] { _price, _title, _description, _brand, _size, _status, _package }) command.Options.Add(option);
    }

    /// <summary>The change, or null when none was named.</summary>
    public ItemChanges? Read(Call call)
    {
        var changes = new ItemChanges
        {
            Price = call.Value(_price),
            Title = call.Value(_title),
            Description = Text(call.Value(_description)),
            BrandId = call.Value(_brand),
            SizeId = call.Value(_size),
            StatusId = call.Value(_status),
            PackageSizeId = call.Value(_package),
        };
        return changes == new ItemChanges() ? null : changes;
    }

    private static Option<long?> Id(string name, string description) =>
        new(name) { Description = description, HelpName = "id", CustomParser = result => Numbers.Whole<long>(result) };

    private static string? Text(string? typed)
    {
        if (typed is null || !typed.StartsWith('@')) return typed;
        return File.Exists(typed[1..]) ? TypedFile.Read(typed[1..]).TrimEnd() : throw new UsageException($"--description: {typed[1..]} is not there.");
    }
}
