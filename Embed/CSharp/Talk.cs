// SPDX-License-Identifier: Apache-2.0
// A spoken conversation in C#, with a tool of the program's: talk.exe QUESTION.raw, 16-bit mono at 16 kHz.
using System;
using System.IO;
using System.Threading;
using Parley;

internal static class Talk
{
    private const int Rate = 16000;
    private const int Block = Rate / 100;
    private const int Longest = 60 * 100; // Blocks of 10 ms: a minute at most.

    private const string Agents = @"{
        ""session"": { ""transcription"": { ""model"": ""gpt-4o-mini-transcribe"" } },
        ""agents"": [ { ""name"": ""Guide"" } ] }";
    private const string Door = @"{
        ""name"": ""open_door"",
        ""description"": ""Opens the door."",
        ""parameters"": { ""type"": ""object"", ""properties"": {} } }";

    private static bool isReady;
    private static bool isHeard;
    private static bool hasOpened;
    private static bool hasFailed;

    private static int Main(string[] arguments)
    {
        if (arguments.Length != 1)
        {
            Console.Error.WriteLine("usage: talk.exe QUESTION.raw");
            return 2;
        }
        using (var question = new BinaryReader(File.OpenRead(arguments[0])))
        using (var agent = new Agent())
        {
            agent.Configure("{}", Agents);
            agent.AddTool(Door);
            agent.Prepare(Rate);
            agent.Start();
            Converse(agent, question, () => isHeard);
            agent.SendText("Please open the door");
            Converse(agent, question, () => hasOpened);
            Console.WriteLine("state: " + agent.GetStatus().State);
        }
        return isHeard && hasOpened && !hasFailed ? 0 : 1;
    }

    /// A sound card would call, and not wait.
    private static void Converse(Agent agent, BinaryReader question, Func<bool> isOver)
    {
        var sound = new float[Block];
        for (var i = 0; i < Longest && !isOver() && !hasFailed; ++i)
        {
            var left = isReady && question.BaseStream.Length - question.BaseStream.Position >= 2 * Block;
            for (var n = 0; n < Block; ++n)
                sound[n] = left ? question.ReadInt16() / 32768.0f : 0;
            agent.Process(sound, 1);
            for (var told = agent.NextEvent(); told != null; told = agent.NextEvent())
                Follow(agent, told);
            Thread.Sleep(10);
        }
    }

    private static void Follow(Agent agent, Event told)
    {
        switch (told.Type)
        {
            case EventType.State:
                isReady = told.State == State.Ready;
                break;
            case EventType.UserText:
                Console.WriteLine("you: " + told.Text);
                break;
            case EventType.AnswerText:
                Console.WriteLine("agent: " + told.Text);
                break;
            case EventType.ToolCall:
                Console.WriteLine("call: " + told.Name + " " + told.Text);
                // From another thread, and later: a door takes its time.
                new Thread(() => agent.AnswerTool(told.Id, "The door is open.")).Start();
                break;
            case EventType.ToolEnded:
                hasOpened = true;
                break;
            case EventType.VoiceEnded:
                isHeard = true;
                break;
            case EventType.Error:
                Console.Error.WriteLine(told.Text);
                hasFailed = true;
                break;
        }
    }
}
