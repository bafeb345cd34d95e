// SPDX-License-Identifier: Apache-2.0
// Parley for .NET and Unity: an agent as an object, over libparley.so and its parley.h, which says more of each call.
// C# 6 and .NET Standard 2.0 alone. Native code is called; nothing is decided here.
using System;
using System.Runtime.InteropServices;
using System.Text;

namespace Parley
{
    /// <summary>Where the connection stands; parley_state.</summary>
    public enum State { Disconnected, Connecting, Configuring, Ready, Reconnecting, Failed }

    /// <summary>What an event tells; parley_event_type. Pass over what you do not know.</summary>
    public enum EventType
    {
        Other, State, UserStarted, UserStopped, UserText, AnswerStarted, AnswerPiece, AnswerText, AnswerEnded,
        VoiceStarted, VoiceEnded, Interrupted, Caption, Level, ToolCall, ToolStarted, ToolEnded, Approval, Handoff,
        Latency, Warning, Error
    }

    /// <summary>One event, with texts of its own; parley_event.</summary>
    public sealed class Event
    {
        public EventType Type;
        public State State;
        public TimeSpan Time;
        public long AudioMs;
        public float Rms;
        public float Peak;
        public string Text;
        public string Id;
        public string Name;
        public string Json;
    }

    /// <summary>A look at an agent; parley_status. Times in microseconds, -1 where they are not known.</summary>
    public sealed class Status
    {
        public State State;
        public float InputPeak;
        public float OutputPeak;
        public ulong CaptureFramesDropped;
        public ulong PlayoutUnderruns;
        public ulong EarlyAudioSamplesDropped;
        public ulong EventsDropped;
        public long CaptureToWireUs;
        public long WireToOutputUs;
        public long EndOfSpeechToAudibleUs;
        public string Sentence;
    }

    /// <summary>A call that failed; the message says what to do.</summary>
    public sealed class ParleyException : Exception
    {
        public ParleyException(string message) : base(message) { }
    }

    /// <summary>An agent. The functions for audio belong on the audio thread, all others on one other thread at a
    /// time; the setters may be called on any.</summary>
    public sealed class Agent : IDisposable
    {
        private readonly AgentHandle handle;

        public Agent()
        {
            handle = Native.parley_create();
            if (handle.IsInvalid)
                throw new ParleyException(Native.Text(Native.parley_last_error()));
        }

        /// <summary>Ends the session; waits at most a second. The audio thread must have stopped calling.</summary>
        public void Dispose() { handle.Dispose(); }

        public static string Version { get { return Native.Text(Native.parley_version()); } }

        /// <summary>The service and the sound, and who speaks (null: the usual agent), both in JSON.</summary>
        public void Configure(string settingsJson, string agentsJson = null)
        {
            Check(Native.parley_configure(handle, Native.Bytes(settingsJson), Native.Bytes(agentsJson)));
        }
        public void SetKey(string key) { Check(Native.parley_set_key(handle, Native.Bytes(key))); }
        public void AddTool(string toolJson) { Check(Native.parley_add_tool(handle, Native.Bytes(toolJson))); }
        public void Start() { Check(Native.parley_start(handle)); }
        public void Stop() { Check(Native.parley_stop(handle)); }
        public void Prepare(double sampleRate) { Check(Native.parley_prepare(handle, sampleRate)); }

        public void SendText(string text) { Check(Native.parley_send_text(handle, Native.Bytes(text))); }
        public void Interrupt() { Check(Native.parley_interrupt(handle)); }
        public void NewVisitor() { Check(Native.parley_new_visitor(handle)); }
        public void AnswerTool(string callId, string output, bool isError = false)
        {
            Check(Native.parley_answer_tool(handle, Native.Bytes(callId), Native.Bytes(output), isError ? 1 : 0));
        }
        public void Approve(string callId, bool isApproved)
        {
            Check(Native.parley_approve(handle, Native.Bytes(callId), isApproved ? 1 : 0));
        }

        public bool Muted { set { Native.parley_set_muted(handle, value ? 1 : 0); } }
        public bool Talking { set { Native.parley_set_talking(handle, value ? 1 : 0); } }
        public bool Offline { set { Native.parley_set_offline(handle, value ? 1 : 0); } }
        public float OutputGain { set { Native.parley_set_output_gain(handle, value); } }

        /// <summary>Interleaved, in place: the input is heard, and the agent's voice takes its place.</summary>
        public void Process(float[] samples, int channels)
        {
            Native.parley_process_interleaved(handle, samples, channels, samples, channels, samples.Length / channels);
        }
        /// <summary>The input alone, at its own rate; `frames` from the beginning of the array.</summary>
        public void Push(float[] samples, int channels, int frames, double sampleRate)
        {
            Native.parley_push_interleaved(handle, samples, channels, null, 0, frames, sampleRate);
        }
        /// <summary>The agent's voice alone, at the rate of Prepare, into all channels.</summary>
        public void Pull(float[] samples, int channels)
        {
            Native.parley_pull_interleaved(handle, samples, channels, samples.Length / channels);
        }

        /// <summary>The oldest event that was not taken, or null when none comes in time.</summary>
        public Event NextEvent(int timeoutMs = 0)
        {
            var native = new Native.Event { Size = new UIntPtr((uint)Marshal.SizeOf(typeof(Native.Event))) };
            var result = Native.parley_next_event(handle, ref native, timeoutMs);
            if (result == Native.NoEvent)
                return null;
            Check(result);
            return new Event
            {
                Type = (EventType)native.Type,
                State = (State)native.State,
                Time = TimeSpan.FromTicks(native.TimeUs * (TimeSpan.TicksPerMillisecond / 1000)),
                AudioMs = native.AudioMs,
                Rms = native.Rms,
                Peak = native.Peak,
                Text = Native.Text(native.Text),
                Id = Native.Text(native.Id),
                Name = Native.Text(native.Name),
                Json = Native.Text(native.Json)
            };
        }

        public Status GetStatus()
        {
            var native = new Native.Status { Size = new UIntPtr((uint)Marshal.SizeOf(typeof(Native.Status))) };
            Check(Native.parley_get_status(handle, ref native));
            return new Status
            {
                State = (State)native.State,
                InputPeak = native.InputPeak,
                OutputPeak = native.OutputPeak,
                CaptureFramesDropped = native.CaptureFramesDropped,
                PlayoutUnderruns = native.PlayoutUnderruns,
                EarlyAudioSamplesDropped = native.EarlyAudioSamplesDropped,
                EventsDropped = native.EventsDropped,
                CaptureToWireUs = native.CaptureToWireUs,
                WireToOutputUs = native.WireToOutputUs,
                EndOfSpeechToAudibleUs = native.EndOfSpeechToAudibleUs,
                Sentence = Encoding.UTF8.GetString(native.Sentence, 0, Array.IndexOf(native.Sentence, (byte)0))
            };
        }

        private static void Check(int result)
        {
            if (result != Native.Ok)
                throw new ParleyException(Native.Text(Native.parley_last_error()));
        }
    }

    internal sealed class AgentHandle : SafeHandle
    {
        private AgentHandle() : base(IntPtr.Zero, true) { }
        public override bool IsInvalid { get { return handle == IntPtr.Zero; } }
        protected override bool ReleaseHandle()
        {
            Native.parley_destroy(handle);
            return true;
        }
    }

    internal static class Native
    {
        private const string Library = "parley";
        public const int Ok = 0;
        public const int NoEvent = 3;

        [StructLayout(LayoutKind.Sequential)]
        public struct Event
        {
            public UIntPtr Size;
            public int Type;
            public int State;
            public long TimeUs;
            public long AudioMs;
            public float Rms;
            public float Peak;
            public IntPtr Text;
            public IntPtr Id;
            public IntPtr Name;
            public IntPtr Json;
        }

        [StructLayout(LayoutKind.Sequential)]
        public struct Status
        {
            public UIntPtr Size;
            public int State;
            public float InputPeak;
            public float OutputPeak;
            public ulong CaptureFramesDropped;
            public ulong PlayoutUnderruns;
            public ulong EarlyAudioSamplesDropped;
            public ulong EventsDropped;
            public long CaptureToWireUs;
            public long WireToOutputUs;
            public long EndOfSpeechToAudibleUs;
            [MarshalAs(UnmanagedType.ByValArray, SizeConst = 512)]
            public byte[] Sentence;
        }

        public static byte[] Bytes(string text)
        {
            return text == null ? null : Encoding.UTF8.GetBytes(text + "\0");
        }

        public static string Text(IntPtr text)
        {
            var length = 0;
            while (Marshal.ReadByte(text, length) != 0)
                ++length;
            var bytes = new byte[length];
            Marshal.Copy(text, bytes, 0, length);
            return Encoding.UTF8.GetString(bytes);
        }

        [DllImport(Library)] public static extern IntPtr parley_version();
        [DllImport(Library)] public static extern IntPtr parley_last_error();
        [DllImport(Library)] public static extern AgentHandle parley_create();
        [DllImport(Library)] public static extern void parley_destroy(IntPtr agent);
        [DllImport(Library)] public static extern int parley_configure(AgentHandle agent, byte[] settings, byte[] agents);
        [DllImport(Library)] public static extern int parley_set_key(AgentHandle agent, byte[] key);
        [DllImport(Library)] public static extern int parley_add_tool(AgentHandle agent, byte[] tool);
        [DllImport(Library)] public static extern int parley_start(AgentHandle agent);
        [DllImport(Library)] public static extern int parley_stop(AgentHandle agent);
        [DllImport(Library)] public static extern int parley_prepare(AgentHandle agent, double sampleRate);
        [DllImport(Library)] public static extern void parley_process_interleaved(
            AgentHandle agent, float[] input, int inChannels, [In, Out] float[] output, int outChannels, int frames);
        [DllImport(Library)] public static extern void parley_push_interleaved(
            AgentHandle agent, float[] input, int inChannels, float[] played, int playedChannels, int frames,
            double sampleRate);
        [DllImport(Library)] public static extern void parley_pull_interleaved(
            AgentHandle agent, [In, Out] float[] output, int outChannels, int frames);
        [DllImport(Library)] public static extern void parley_set_muted(AgentHandle agent, int isMuted);
        [DllImport(Library)] public static extern void parley_set_talking(AgentHandle agent, int isTalking);
        [DllImport(Library)] public static extern void parley_set_offline(AgentHandle agent, int isOffline);
        [DllImport(Library)] public static extern void parley_set_output_gain(AgentHandle agent, float gain);
        [DllImport(Library)] public static extern int parley_send_text(AgentHandle agent, byte[] text);
        [DllImport(Library)] public static extern int parley_interrupt(AgentHandle agent);
        [DllImport(Library)] public static extern int parley_new_visitor(AgentHandle agent);
        [DllImport(Library)] public static extern int parley_answer_tool(
            AgentHandle agent, byte[] callId, byte[] output, int isError);
        [DllImport(Library)] public static extern int parley_approve(AgentHandle agent, byte[] callId, int isApproved);
        [DllImport(Library)] public static extern int parley_next_event(AgentHandle agent, ref Event native, int timeoutMs);
        [DllImport(Library)] public static extern int parley_get_status(AgentHandle agent, ref Status status);
    }
}
