-- SPDX-License-Identifier: Apache-2.0
-- Ardour without a window: makes a session in which a voice talks with Parley and the answer is recorded, or opens it
-- again and lets the voice talk once more. scripts/check-ardour runs it.
--
-- usage: ardour7-lua conversation.lua record|reopen FOLDER
--
-- FOLDER/session becomes the session. The caller makes FOLDER/NAME.ready when it has seen the connection come about and
-- FOLDER/NAME.enough when it has seen the answer end, NAME being record or reopen. The parameters set here are the ones that the caller looks for: Silence is 350 ms.

local plugin = "https://parley.example/plugins/parley"
local voice = "Parley check voice"
local silenceMs = 350

local mode, folder = arg[1], arg[2]
local session = folder .. "/session"

local function exists(path)
  local file = io.open(path)
  if file then
    file:close()
  end
  return file ~= nil
end

local function waitFor(what, seconds, question)
  for _ = 1, seconds * 20 do
    if question() then
      return
    end
    sleep(0.05)
  end
  error(what .. " did not happen within " .. seconds .. " s")
end

local function newTrack(name, inputs)
  return Session:new_audio_track(inputs, 2, nil, 1, name, ARDOUR.PresentationInfo.max_order, ARDOUR.TrackMode.Normal,
    true):front()
end

local function insert(track, position, made, name)
  assert(not made:isnil(), "Ardour does not find the plugin " .. name)
  assert(track:add_processor_by_index(made, position, nil, true) == 0, name .. " could not be inserted")
end

local function track(name)
  return Session:route_by_name(name)
end

-- Parley's parameters are properties, which Ardour shows by their names.
local function set(name, value)
  local automatable = track("visitor"):nth_plugin(1):to_automatable()
  for parameter in automatable:all_automatable_params():iter() do
    local control = automatable:automation_control(parameter, true)
    if not control:isnil() and control:desc().label == name then
      control:set_value(value, PBD.GroupControlDisposition.NoGroup)
      return
    end
  end
  error("Ardour shows no parameter " .. name)
end

local function say(isOn)
  ARDOUR.LuaAPI.set_processor_param(track("visitor"):nth_plugin(0), 0, isOn and 1 or 0)
end

-- The voice speaks, and all goes on until the answer has been heard.
local function talk()
  set("Connect", 1)
  waitFor("the connection", 40, function() return exists(folder .. "/" .. mode .. ".ready") end)
  say(true)
  waitFor("the answer's end", 40, function() return exists(folder .. "/" .. mode .. ".enough") end)
  say(false)
end

local function record()
  assert(create_session(session, "conversation", 48000), "no session could be made")
  local visitor, answer = newTrack("visitor", 1), newTrack("answer", 2)
  insert(visitor, 0, ARDOUR.LuaAPI.new_luaproc(Session, voice), voice)
  insert(visitor, 1, ARDOUR.LuaAPI.new_plugin(Session, plugin, ARDOUR.PluginType.LV2, ""), plugin)
  visitor:input():disconnect_all(nil)
  answer:input():disconnect_all(nil)
  visitor:output():disconnect_all(nil)
  for channel = 0, 1 do
    assert(visitor:output():nth(channel):connect(answer:input():nth(channel):name()) == 0, "the tracks do not connect")
  end
  set("Silence", silenceMs)
  answer:rec_enable_control():set_value(1, PBD.GroupControlDisposition.NoGroup)
  Session:maybe_enable_record(false)
  Session:request_roll(ARDOUR.TransportRequestSource.TRS_UI)
  waitFor("the recording's begin", 10, function() return Session:actively_recording() end)
  talk()
  Session:request_stop(false, false, ARDOUR.TransportRequestSource.TRS_UI)
  waitFor("the transport's stop", 10, function() return not Session:transport_rolling() end)
  waitFor("the recorded region", 10, function() return not answer:to_track():playlist():region_list():empty() end)
  assert(Session:save_state("", false, false, false, false, false) == 0, "the session could not be saved")
end

local function reopen()
  assert(load_session(session, "conversation"), "the session could not be opened")
  talk()
end

assert(AudioEngine:set_backend("None (Dummy)", "", ""), "Ardour has no device that is none")
if mode == "record" then
  record()
else
  reopen()
end
