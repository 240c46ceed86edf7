using Xunit;

namespace StoFlow.IntegrationTests.SandboxTests;

/// <summary>Tests that change something of the whole process: they run while no other does.</summary>
[CollectionDefinition("alone", DisableParallelization = true)]
public sealed class AloneCollection;
