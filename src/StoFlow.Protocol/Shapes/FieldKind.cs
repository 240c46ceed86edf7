namespace StoFlow.Protocol.Shapes;

/// <summary>What a field of the site's answers is, in every form that the site is known to write it in. Null is none of them, and fits all.</summary>
internal enum FieldKind
{
    /// <summary>Whatever it is.</summary>
    Any,

    /// <summary>A number, or one as text.</summary>
    Number,

    /// <summary>A text.</summary>
    Text,

    /// <summary>Yes or no, as <c>true</c>, <c>1</c> or a text of these.</summary>
    Flag,

    /// <summary>A number, one as text, or an object with <c>amount</c>.</summary>
    Price,

    /// <summary>A list.</summary>
    List,
}
